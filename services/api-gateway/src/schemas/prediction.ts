import * as z from 'zod';
import { forecastConfidence } from './confidence.ts';

const performance = z.object({
  overall_accuracy: z.number(),
  recent_accuracy: z.number(),
  total_predictions: z.int(),
  pattern_weights: z.object({
    pattern1: z.number(),
    pattern2: z.number(),
    pattern3: z.number(),
    baseline: z.number(),
  }),
  predictions_in_window: z.int(),
});

const prediction = z.looseObject({
  predicted_tick: z.int().describe('The mixture’s median end tick'),
  confidence: forecastConfidence,
  tolerance: z.int().describe('Half the width of the 85% interval, in ticks'),
  based_on_patterns: z.array(z.string()).describe('The experts that weigh most'),
  ml_enhancement: z.object({
    ml_prediction: z.number(),
    base_prediction: z.int(),
    ml_weight: z.number(),
    adjustments: z.number(),
  }),
  performance,
  early_clamp_applied: z.boolean(),
  epr_active_at_prediction: z.boolean(),
  coverage_lower: z.int(),
  coverage_upper: z.int(),
  coverage_windows: z.int(),
});

/** The forecast at this tick under the API's older names; `{}` before the first word of ingest. */
export const predictionOrNothing = z.union([prediction, z.strictObject({})]);

/** How the forecasting stands. */
export const mlStatus = z.object({
  ml_enabled: z.boolean(),
  prediction_method: z.string(),
  learning_engine: performance,
  performance: z.object({
    accuracy: z.number(),
    recent_accuracy: z.number(),
    total_predictions: z.int(),
  }),
  last_prediction: predictionOrNothing,
  modules: z.object({ hazard: z.boolean(), gate: z.boolean(), conformal: z.boolean() }),
});
