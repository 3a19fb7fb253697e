import type { Frame } from './feed-source.ts';
import type { HistoryEntry, Moment, Surroundings } from './game-state-update.ts';
import { priceOf } from './game-state-update.ts';
import { inventIgnoredEvent } from './invented-events.ts';
import type { Player } from './invented-players.ts';
import { inventPlayers, inventSideBets, inventTrade, leaderboard } from './invented-players.ts';
import type { Randomness } from './randomness.ts';
import type { SimulatedGame } from './simulated-game.ts';

/** Games that the feed's history holds. */
export const historyLength = 10;

/** What surrounds the games of a simulation: the players of the present one and the games before it. */
export class Stage {
  private readonly random: Randomness;
  private players: Player[] = [];
  private connectedPlayers = 0;
  private tradeCount = 0;
  /** Newest first. */
  private history: HistoryEntry[] = [];

  constructor(random: Randomness) {
    this.random = random;
    this.newPlayers();
  }

  newPlayers(): void {
    this.players = inventPlayers(this.random);
    this.connectedPlayers = Math.floor(this.random.between(150, 250));
    this.tradeCount = 0;
  }

  /** Puts a finished game on top of the history. `timestamp` is the wall clock at its end, in milliseconds. */
  remember(game: SimulatedGame, timestamp: number): void {
    const entry: HistoryEntry = {
      id: game.id,
      timestamp,
      prices: game.prices,
      peakMultiplier: game.peakMultiplier,
      rugged: true,
      globalTrades: [],
      globalSidebets: inventSideBets(this.random, game, this.players),
      provablyFair: { serverSeed: game.serverSeed, serverSeedHash: game.serverSeedHash },
      gameVersion: game.version,
    };
    this.history = [entry, ...this.history].slice(0, historyLength);
  }

  surroundings(moment: Moment): Surroundings {
    return {
      leaderboard: leaderboard(this.players, priceOf(moment)),
      connectedPlayers: this.connectedPlayers,
      tradeCount: this.tradeCount,
      history: this.history,
    };
  }

  /** What happens between two updates: with `tradeChance` a trade, now and then an event that listeners ignore. */
  *bystanders({ game, tickCount }: Moment, tradeChance: number): Generator<Frame> {
    if (this.random.chance(tradeChance)) {
      this.tradeCount += 1;
      const data = inventTrade(this.random, game, this.players, tickCount);
      yield { delayMs: 0, event: 'standard/newTrade', data };
    }
    if (this.random.chance(0.01)) yield { delayMs: 0, ...inventIgnoredEvent(this.random) };
  }
}
