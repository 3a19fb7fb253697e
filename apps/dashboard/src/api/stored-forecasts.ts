import * as z from 'zod/mini';

const figure = z.nullable(z.number());

/** A stored prediction with what became of it. */
export const storedPrediction = z.object({
  game_id: z.string(),
  predicted_at_tick: z.number(),
  predicted_end_tick: z.number(),
  quantiles: z.object({ q10: z.number(), q90: z.number() }),
  uncertainty_bounds: z.object({ lower: z.number(), upper: z.number() }),
  p_rug_40: z.number(),
  /** The expert that weighed most then. */
  most_weight: z.nullable(z.object({ name: z.string(), weight: z.number() })),
  /** Stored because the game ended at the next tick; in no score. */
  last_before_end: z.boolean(),
  created_at: z.string(),
  e40: figure,
  in_interval: z.nullable(z.boolean()),
  rugged_within_40: z.nullable(z.boolean()),
  brier: figure,
});
export type StoredPrediction = z.infer<typeof storedPrediction>;

/** A stored side bet with what became of it; stakes of 1. */
export const storedSideBet = z.object({
  game_id: z.string(),
  placed_at_tick: z.number(),
  window_end_tick: z.number(),
  probability: z.number(),
  expected_value: z.number(),
  confidence: z.number(),
  actual_outcome: z.enum(['PENDING', 'WON', 'LOST', 'VOID']),
  payout: figure,
  created_at: z.string(),
});
export type StoredSideBet = z.infer<typeof storedSideBet>;
