import * as z from 'zod';
import { forecastConfidence } from './confidence.ts';
import { figure, isoTime } from './common.ts';

const decile = z.int().optional();

/** A stored prediction with what became of it, under the documents' own names. */
export const storedPrediction = z.object({
  game_id: z.string(),
  feed: z.string(),
  predicted_at_tick: z.int(),
  predicted_end_tick: z.int(),
  quantiles: z.object({
    ...{ q10: z.int(), q50: z.int(), q90: z.int() },
    // Those in between are stored since the forecast tells them.
    ...{ q20: decile, q30: decile, q40: decile, q60: decile, q70: decile, q80: decile },
  }),
  uncertainty_bounds: z.object({ lower: z.int(), upper: z.int() }),
  confidence: forecastConfidence,
  p_rug_40: z.number(),
  hazard: z.number(),
  model_version: z.string(),
  most_weight: z
    .object({ name: z.string(), weight: z.number() })
    .nullable()
    .describe('The expert that weighed most then'),
  last_before_end: z.boolean().describe('Stored because the game ended at the next tick; in no score'),
  created_at: isoTime,
  resolved: z.boolean(),
  actual_end_tick: z.int().nullable(),
  signed_error: figure.describe('predicted − actual end tick'),
  e40: figure,
  in_interval: z.boolean().nullable(),
  rugged_within_40: z.boolean().nullable(),
  brier: figure,
  log_loss: figure,
});
