/** A game as a backtest plays it. */
export interface Game {
  /** First tick that was seen; 0 where the game is known from its beginning. */
  startTick: number;
  /** Price at each tick from `startTick` on to the last one before the rug. */
  prices: readonly number[];
  /** N; null where nobody saw the end. */
  endTick: number | null;
  /** The rug's; the last price where nobody saw it. */
  finalPrice: number;
}

/** A game that was seen from one of these ticks on was seen from its beginning. */
export const BEGINNING = 2;

/** A game is scored if it was seen from its first ticks to its end. */
export function isComplete({ startTick, endTick }: Game): boolean {
  return startTick <= BEGINNING && endTick !== null && endTick > startTick;
}

export function peakOf({ prices }: Pick<Game, 'prices'>): number {
  let peak = 1;
  for (const price of prices) if (price > peak) peak = price;
  return peak;
}
