/** While nothing is out, or nothing comes of it. */
const SLOW_MS = 500;
const FAST_MS = 50;
/** A round that ends so many batches finds as many new ones waiting: asking again pays at once. */
const MANY = 8;

/** What a round of the publisher has come to. */
export interface Round {
  /** Batches that had been stored. */
  completed: number;
  published: number;
  /** Batches that are in Redis after it. */
  out: number;
}

export const IDLE: Round = { completed: 0, published: 0, out: 0 };

/** Ms until the publisher's next round: the less comes of asking, the longer it waits, up to half a second. Pure. */
export function nextRoundMs(previousMs: number, { completed, published, out }: Round): number {
  if (out === 0) return SLOW_MS;
  if (completed >= MANY) return 0;
  if (completed > 0 || published > 0) return FAST_MS;
  return Math.min(SLOW_MS, Math.max(FAST_MS, 2 * previousMs));
}
