import type { LeaderboardEntry } from './invented-players.ts';
import { rugRoyale } from './invented-events.ts';
import type { SimulatedGame } from './simulated-game.ts';

/** Where a game stands: what every kind of gameStateUpdate is made from. */
export interface Moment {
  game: SimulatedGame;
  active: boolean;
  rugged: boolean;
  tickCount: number;
  /** Milliseconds until the start; 0 from the start on. */
  cooldownTimer: number;
}

/** What surrounds a game: players, earlier games. */
export interface Surroundings {
  leaderboard: LeaderboardEntry[];
  connectedPlayers: number;
  tradeCount: number;
  /** Newest first. */
  history: HistoryEntry[];
}

export interface HistoryEntry {
  id: string;
  /** Wall clock at the end of the game, in milliseconds. */
  timestamp: number;
  prices: number[];
  peakMultiplier: number;
  rugged: true;
  globalTrades: [];
  globalSidebets: unknown[];
  provablyFair: { serverSeed: string; serverSeedHash: string };
  gameVersion: string;
}

/** Cooldown time left when the presale opens, in milliseconds. */
export const presaleMs = 10_000;

/** The short form, sent every 100 ms before a game: no `active`, `rugged`, `tickCount` or `price`. */
export function minimalUpdate(moment: Moment, { leaderboard, connectedPlayers }: Surroundings) {
  return {
    gameId: moment.game.id,
    cooldownTimer: moment.cooldownTimer,
    cooldownPaused: false,
    allowPreRoundBuys: presaleIsOpen(moment),
    leaderboard,
    connectedPlayers,
    provablyFair: commitment(moment.game),
  };
}

/** The form sent once per tick and once at the opening of the presale. */
export function standardUpdate(moment: Moment, surroundings: Surroundings) {
  return {
    active: moment.active,
    price: priceOf(moment),
    partialPrices: partialPrices(moment),
    tradeCount: surroundings.tradeCount,
    rugged: moment.rugged,
    tickCount: moment.tickCount,
    cooldownTimer: moment.cooldownTimer,
    cooldownPaused: false,
    pauseMessage: '',
    allowPreRoundBuys: presaleIsOpen(moment),
    ...multiplierCounts(surroundings.history),
    leaderboard: surroundings.leaderboard,
    gameId: moment.game.id,
    connectedPlayers: surroundings.connectedPlayers,
    rugpool: { instarugCount: 2, threshold: 10, rugpoolAmount: 1.025 },
    rugRoyale,
    provablyFair: commitment(moment.game),
  };
}

/** The form sent when a game begins: nobody has traded yet. */
export function startUpdate(moment: Moment, { connectedPlayers }: Surroundings) {
  return {
    ...commonOfLargeForms(moment),
    leaderboard: [],
    connectedPlayers,
    partialPrices: partialPrices(moment),
  };
}

/** The large form sent after the rug and once in the cooldown: the last ten games with seeds and prices. */
export function transitionUpdate(moment: Moment, surroundings: Surroundings) {
  return { ...withHistory(moment, surroundings), partialPrices: partialPrices(moment) };
}

/** The large form a client gets on connecting: also every price of the running game so far. */
export function greetingUpdate(moment: Moment, surroundings: Surroundings) {
  return {
    ...withHistory(moment, surroundings),
    prices: moment.game.prices.slice(0, lastPricedTick(moment) + 1),
  };
}

function withHistory(moment: Moment, { history, leaderboard, connectedPlayers }: Surroundings) {
  const highest = history.reduce((a, b) => (b.peakMultiplier > a.peakMultiplier ? b : a));
  return {
    gameHistory: history,
    ...multiplierCounts(history),
    highestToday: highest.peakMultiplier,
    highestTodayTimestamp: highest.timestamp,
    highestTodayPrices: highest.prices,
    ...noGodCandle('godCandle2x'),
    ...noGodCandle('godCandle10x'),
    ...noGodCandle('godCandle50x'),
    availableShitcoins: [
      { address: '0xPractice', ticker: 'FREE', name: 'Practice SOL', max_bet: 10000, max_win: 100000 },
    ],
    ...commonOfLargeForms(moment),
    leaderboard,
    connectedPlayers,
    rugRoyale,
  };
}

function commonOfLargeForms(moment: Moment) {
  return {
    active: moment.active,
    price: priceOf(moment),
    rugged: moment.rugged,
    tickCount: moment.tickCount,
    cooldownTimer: moment.cooldownTimer,
    cooldownPaused: false,
    pauseMessage: '',
    allowPreRoundBuys: presaleIsOpen(moment),
    gameId: moment.game.id,
    gameVersion: moment.game.version,
    provablyFair: commitment(moment.game),
  };
}

/** The seed itself stays secret until the rug. */
function commitment({ serverSeedHash, version }: SimulatedGame) {
  return { serverSeedHash, version };
}

function presaleIsOpen({ cooldownTimer }: Moment): boolean {
  return cooldownTimer > 0 && cooldownTimer <= presaleMs;
}

/** The tick counter runs on after the rug, the prices do not. */
function lastPricedTick({ tickCount, game }: Moment): number {
  return Math.min(tickCount, game.endTick);
}

export function priceOf(moment: Moment): number {
  return moment.game.prices[lastPricedTick(moment)] ?? NaN;
}

/** The last five ticks. */
function partialPrices(moment: Moment) {
  const endTick = lastPricedTick(moment);
  const startTick = Math.max(0, endTick - 4);
  const values: Record<string, number> = {};
  for (let tick = startTick; tick <= endTick; tick++) values[tick] = moment.game.prices[tick] ?? NaN;
  return { startTick, endTick, values };
}

function multiplierCounts(history: HistoryEntry[]) {
  const reached = (multiplier: number) => history.filter((game) => game.peakMultiplier >= multiplier).length;
  const total = history.reduce((sum, game) => sum + game.peakMultiplier, 0);
  return {
    averageMultiplier: total / history.length,
    count2x: reached(2),
    count10x: reached(10),
    count50x: reached(50),
    count100x: reached(100),
  };
}

function noGodCandle(name: string) {
  return { [name]: null, [`${name}Timestamp`]: null, [`${name}Prices`]: [], [`${name}MassiveJump`]: null };
}
