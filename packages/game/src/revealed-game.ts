import { historyGame } from './feed-events.ts';

/** What the feed reveals about a finished game: its seed, and its whole course where the feed still sends it. */
export interface RevealedGame {
  gameId: string;
  /** N, or null where the feed does not show the prices. */
  endTick: number | null;
  peakPrice: number | null;
  peakTick: number | null;
  finalPrice: number | null;
  /** Of every tick from 0 to the rug, or null where the feed does not show them. */
  prices: readonly number[] | null;
  serverSeed: string | null;
  serverSeedHash: string | null;
  version: string | null;
  /** Milliseconds since 1970 by the feed's clock, when the game ended. */
  feedTimestamp: number | null;
}

/** The highest price before the rug and the first tick that had it. `prices[t]` is the price at tick t, the last is the rug's. */
export function peakOf(prices: readonly number[]): { peakPrice: number; peakTick: number } {
  let peakPrice = prices[0] ?? 1;
  let peakTick = 0;
  for (let tick = 1; tick < prices.length - 1; tick++) {
    const price = prices[tick]!;
    if (price > peakPrice) {
      peakPrice = price;
      peakTick = tick;
    }
  }
  return { peakPrice, peakTick };
}

/** The id of an entry of `gameHistory`, as it stands there; '' where there is none. */
export function idOf(entry: unknown): string {
  const { id } = (entry ?? {}) as { id?: unknown };
  return typeof id === 'string' ? id : '';
}

/** Reads one entry of `gameHistory`; undefined if it is malformed or not a finished game. */
export function parseRevealedGame(entry: unknown): RevealedGame | undefined {
  const result = historyGame.safeParse(entry);
  if (!result.success || result.data.rugged === false) return undefined;
  const { id, prices, peakMultiplier, provablyFair, gameVersion, timestamp } = result.data;
  const peak = prices ? peakOf(prices) : undefined;
  return {
    gameId: id,
    endTick: prices ? prices.length - 1 : null,
    peakPrice: peak?.peakPrice ?? peakMultiplier ?? null,
    peakTick: peak?.peakTick ?? null,
    finalPrice: prices?.at(-1) ?? null,
    prices: prices ?? null,
    serverSeed: provablyFair?.serverSeed ?? null,
    serverSeedHash: provablyFair?.serverSeedHash ?? null,
    version: gameVersion ?? null,
    feedTimestamp: timestamp ?? null,
  };
}
