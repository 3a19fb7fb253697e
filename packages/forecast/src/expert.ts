import type { TickFeatures } from '@ted/game';

/** What an expert may know of a finished game. */
export interface FinishedGame {
  /** First tick at which the game was seen alive; the hazard of ticks before it was not observed. */
  startTick: number;
  /** N; null where the end was never seen. The game was alive at `lastTick` in any case. */
  endTick: number | null;
  lastTick: number;
  peakPrice: number;
  finalPrice: number;
}

/**
 * One idea about when games end: a hazard for every tick. The convention throughout: at tick t the game is alive after
 * tick t, and hazard h(t) = P(N = t + 1 | N > t).
 */
export interface Expert {
  readonly name: string;
  startGame(): void;
  /** h(t), in (0, 1). */
  hazard(tick: number, features: TickFeatures): number;
  /** P(N > t + j | N > t), with everything that the expert knows at t. */
  survival(tick: number, ticks: number): number;
  /** Posterior probability that p_rug_40 at this tick is above `threshold`. */
  probabilityAbove(threshold: number, tick: number): number;
  /** Learns from a finished game. */
  endGame(game: FinishedGame): void;
  /** What it has learnt from finished games, as plain numbers; nothing of the running game. */
  readonly memory: ExpertMemory;
  /** Goes on from what {@link memory} said, maybe in another process. */
  recall(memory: ExpertMemory): void;
}

export type ExpertMemory = Record<string, number>;
