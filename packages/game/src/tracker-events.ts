import type { RevealedGame } from './revealed-game.ts';

/** The phases of a game as TED shows them. */
export type Phase = 'waiting' | 'cooldown' | 'presale' | 'running' | 'ended';

/** The game that TED follows, as far as it has seen it. */
export interface GameState {
  gameId: string;
  phase: Phase;
  /** First tick seen live. */
  startTick: number;
  /** Newest tick; the end tick once the game has ended. */
  tick: number;
  price: number;
  peakPrice: number;
  peakTick: number;
  /** Milliseconds since 1970 at ingest, when the first tick was seen. */
  startedAt: number;
  endedAt: number | null;
  /** The tick counter when the feed showed the rug: it runs on. Null while the game runs, or if only the history told its end. */
  rugShownAt: number | null;
  /** Ticks that nobody told us the price of. */
  missedTicks: number;
  serverSeedHash: string | null;
  version: string | null;
}

/** What one update meant. The order in a list is the order in which things happened. */
export type TrackerEvent =
  | { type: 'started'; game: GameState }
  /** `filled`: learnt afterwards from `partialPrices` or `prices`; features may use it, no forecast is made at it. */
  | { type: 'tick'; game: GameState; tick: number; price: number; filled: boolean }
  | { type: 'ended'; game: GameState }
  /** The feed went on to another game before this one's end was seen. */
  | { type: 'abandoned'; game: GameState }
  | { type: 'revealed'; revealed: RevealedGame }
  | { type: 'cooldown'; gameId: string; remainingMs: number }
  | { type: 'ignored'; reason: 'duplicate' | 'late' | 'repeated-rug' | 'implausible' };
