import { quantile } from './quantile.ts';

/** Fewer say nothing about a machine on which others work too. */
const ROUNDS = 5;

/** What was measured in turns, round by round. */
export interface Turns<T> {
  ours: T[];
  reference: T[];
}

/**
 * Measures ours and what it is compared with in turns, so that both see the same moods of the machine.
 * @param warmUps so many of each go before the rounds and are thrown away; none is needed where all has been measured before
 */
export async function alternate<T>(
  measure: { ours: () => T | Promise<T>; reference: () => T | Promise<T> },
  { warmUps = 1 }: { warmUps?: number } = {},
): Promise<Turns<T>> {
  const turns: Turns<T> = { ours: [], reference: [] };
  for (let round = -warmUps; round < ROUNDS; round++) {
    const reference = await measure.reference();
    const ours = await measure.ours();
    if (round < 0) continue;
    turns.reference.push(reference);
    turns.ours.push(ours);
  }
  return turns;
}

/** The medians of both sides. */
export function medians<T>(turns: Turns<T>, of: (one: T) => number): { ours: number; reference: number } {
  const median = (results: T[]) => quantile(results.map(of), 0.5);
  return { ours: median(turns.ours), reference: median(turns.reference) };
}
