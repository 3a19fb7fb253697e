import type { Randomness } from './randomness.ts';
import type { SimulatedGame } from './simulated-game.ts';

/** A player of one game, with the position taken in it. */
export interface Player {
  id: string;
  username: string;
  level: number;
  totalInvested: number;
  avgCost: number;
}

export type LeaderboardEntry = ReturnType<typeof leaderboard>[number];

const leaderboardSize = 10;

export function inventPlayers(random: Randomness): Player[] {
  return Array.from({ length: leaderboardSize }, () => {
    const number = Math.floor(random.between(0, 10_000)).toString().padStart(4, '0');
    return {
      id: `did:privy:player${number}`,
      username: `player${number}`,
      level: Math.floor(random.between(0, 90)),
      totalInvested: random.between(0.01, 2),
      avgCost: random.between(0.9, 1.3),
    };
  });
}

/** What the players' positions are worth at a price, best first, in the feed's shape. */
export function leaderboard(players: Player[], price: number) {
  return players
    .map((player) => ({ player, pnl: player.totalInvested * (price / player.avgCost - 1) }))
    .sort((a, b) => b.pnl - a.pnl)
    .map(({ player, pnl }, index) => ({
      id: player.id,
      username: player.username,
      level: player.level,
      pnl,
      regularPnl: pnl,
      sidebetPnl: 0,
      shortPnl: 0,
      sidebetActive: null,
      sideBet: null,
      shortPosition: null,
      pnlPercent: (100 * pnl) / player.totalInvested,
      hasActiveTrades: true,
      positionQty: player.totalInvested / player.avgCost,
      avgCost: player.avgCost,
      totalInvested: player.totalInvested,
      selectedCoin: null,
      position: index + 1,
    }));
}

/** The payload of `standard/newTrade`; half of them come with a trace before the payload, as the real feed sends them. */
export function inventTrade(
  random: Randomness,
  game: SimulatedGame,
  players: Player[],
  tickIndex: number,
): unknown {
  const player = random.oneOf(players);
  const price = game.prices[tickIndex] ?? NaN;
  const amount = random.between(0.01, 1);
  const practice = random.chance(0.1);
  const trade = {
    id: inventUuid(random),
    gameId: game.id,
    playerId: player.id,
    username: player.username,
    level: player.level,
    price,
    type: random.oneOf(['buy', 'buy', 'sell', 'sell', 'short_open', 'short_close']),
    qty: amount / price,
    tickIndex,
    coin: practice ? 'FREE' : 'solana',
    ...(practice && { coinAddress: '0xPractice' }),
    amount,
    leverage: random.oneOf([1, 1, 1, 2, 5]),
    bonusPortion: 0,
    realPortion: practice ? 0 : amount,
  };
  if (random.chance(0.5)) return trade;
  return [{ __trace: true, traceparent: `00-${random.hex(32)}-${random.hex(16)}-01` }, trade];
}

/** Side bets of a finished game, placed and settled by the rule: won if and only if s < end tick ≤ s + 40. */
export function inventSideBets(random: Randomness, game: SimulatedGame, players: Player[]): unknown[] {
  const placedAt = Array.from({ length: 15 }, () => Math.floor(random.between(0, game.endTick)));
  return placedAt.flatMap((startedAtTick) => {
    const player = random.oneOf(players);
    const end = startedAtTick + 40;
    const betAmount = random.between(0.002, 0.1);
    const payout = game.endTick <= end ? 5 * betAmount : 0;
    const bet = {
      playerId: player.id,
      username: player.username,
      gameId: game.id,
      betAmount,
      xPayout: 5,
      coinAddress: 'So11111111111111111111111111111111111111112',
    };
    return [
      {
        ...bet,
        bonusPortion: 0,
        realPortion: betAmount,
        type: 'placed',
        startedAtTick,
        end,
        id: inventUuid(random),
      },
      {
        ...bet,
        payout,
        profit: payout - betAmount,
        startTick: startedAtTick,
        endTick: end,
        tickIndex: Math.min(end, game.endTick),
        type: 'payout',
        id: inventUuid(random),
      },
    ];
  });
}

function inventUuid(random: Randomness): string {
  const hex = random.hex(32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
