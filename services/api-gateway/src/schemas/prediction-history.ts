import * as z from 'zod';

/** A finished game beside its first prediction, under the API's older names. */
export const historyRecord = z.object({
  game_id: z.string(),
  predicted_tick: z.int(),
  actual_tick: z.int(),
  diff: z.int().describe('|signed_error|'),
  signed_error: z.int().describe('predicted − actual; negative: early'),
  E40: z.number(),
  Ez: z.number().describe('signed_error / max(40, spread)'),
  spread: z.int().describe('q90 − q10'),
  in_band: z.boolean(),
  lower: z.int().describe('Limits of the 85% interval that in_band is about'),
  upper: z.int(),
  within_tolerance: z.boolean(),
  peak_price: z.number(),
  end_price: z.number(),
  is_ultra_short: z.boolean(),
  is_max_payout: z.boolean(),
  epr_active_at_prediction: z.boolean(),
  timestamp: z.string(),
  scored: z
    .object({ ticks: z.int(), brier: z.number(), baseline_brier: z.number() })
    .nullable()
    .describe('Sums over the ticks of the game that had a forecast'),
});

export const directionalMetrics = z.object({
  median_E40: z.number(),
  mean_E40: z.number(),
  median_signed_error: z.int(),
  early_rate: z.number(),
  late_rate: z.number(),
  within_1_window: z.number(),
  within_2_windows: z.number(),
  within_3_windows: z.number(),
  coverage_rate: z.number(),
  early_skew: z.number(),
});

/** `GET /api/prediction-history`. */
export const predictionHistory = z.object({
  history: z.array(historyRecord),
  records: z.array(historyRecord).describe('The same list under its other name'),
  metrics: directionalMetrics.extend({
    accuracy: z.number(),
    average_error: z.number(),
    within_tolerance_count: z.int(),
  }),
  total: z.int(),
  limit: z.int(),
});
