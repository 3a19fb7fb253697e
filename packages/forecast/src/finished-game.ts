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

/** The last tick at which the game was alive, as far as anybody saw it. */
export function lastAlive({ endTick, lastTick }: FinishedGame): number {
  return endTick === null ? lastTick : endTick - 1;
}

/** Ticks that the game was seen to survive. */
export function ticksSurvived(game: FinishedGame): number {
  return Math.max(0, lastAlive(game) - game.startTick);
}
