const DELAYS_S = [1, 2, 4, 8, 15];
const JITTER = 0.2;

/**
 * How long to wait before the next try, in ms.
 * @param tries failed so far, from 1
 * @param random in [0, 1); spreads the pages that lost TED at the same moment
 */
export function backoffMs(tries: number, random = Math.random()): number {
  const seconds = DELAYS_S[Math.min(tries, DELAYS_S.length) - 1] ?? 1;
  return Math.round(seconds * 1000 * (1 - JITTER + 2 * JITTER * random));
}
