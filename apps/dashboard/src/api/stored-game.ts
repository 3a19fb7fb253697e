import * as z from 'zod/mini';

const figure = z.nullable(z.number());

export const verdict = z.enum(['verified', 'mismatch', 'unverifiable', 'waiting']);
export type StoredVerdict = z.infer<typeof verdict>;

/** A game that has ended, as lists and its own page show it. Times ISO, ticks of the game. */
export const storedGame = z.object({
  game_id: z.string(),
  feed: z.string(),
  started_at: z.string(),
  ended_at: z.nullable(z.string()),
  /** First tick that TED saw; null for a game known only from the feed's history. */
  start_tick: figure,
  end_tick: figure,
  peak_price: figure,
  final_price: figure,
  missed_ticks: figure,
  /** The first forecast beside the end; null where none was made. */
  forecast: z.nullable(
    z.object({
      predicted_at_tick: z.number(),
      median: z.number(),
      lower: z.number(),
      upper: z.number(),
      inside: z.boolean(),
      /** (predicted − actual end) / 40; negative: early. */
      error_windows: z.number(),
    }),
  ),
  verdict,
  first_difference_tick: figure,
  /** Sums over the ticks that had a forecast; null for a game that was not scored. */
  scores: z.nullable(z.object({ ticks: z.number(), brier: z.number(), baseline_brier: z.number() })),
});
export type StoredGame = z.infer<typeof storedGame>;

/** Of a list that goes on: cursors of the pages around, null at its ends. */
export const pageFields = {
  next_cursor: z.nullable(z.string()),
  previous_cursor: z.nullable(z.string()),
  total: z.number(),
};
