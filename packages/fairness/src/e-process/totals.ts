import { CONDITIONS } from './conditions.ts';

/** What happened at the ticks of a condition: how often the game went on, and how often it ended. */
export interface Counts {
  survived: number;
  rugs: number;
}

/** Everything that happened in some games, in the form that the alternatives need. Plain JSON. */
export interface Totals {
  /** By condition, in the order of CONDITIONS. */
  counts: Counts[];
  /** ln E of the bets on the forecast's hazards. */
  forecast: number;
}

export const noTotals = (): Totals => ({
  counts: CONDITIONS.map(() => ({ survived: 0, rugs: 0 })),
  forecast: 0,
});

/** a + factor · b; with factor −1 what has happened since b. */
export function sumOf(a: Totals, b: Totals, factor: 1 | -1 = 1): Totals {
  return {
    counts: a.counts.map(({ survived, rugs }, k) => ({
      survived: survived + factor * b.counts[k]!.survived,
      rugs: rugs + factor * b.counts[k]!.rugs,
    })),
    forecast: a.forecast + factor * b.forecast,
  };
}
