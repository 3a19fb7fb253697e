import * as z from 'zod';
import { directionalMetrics } from './prediction-history.ts';
import { sideBetPerformance } from './side-bet.ts';

const patternStatistic = z.object({
  name: z.string(),
  accuracy: z.number(),
  total_predictions: z.int(),
  successful_predictions: z.int(),
  last_updated: z.string(),
  validated_improvement: z.number(),
});

const target = z.object({ target: z.number(), range: z.array(z.number()) });

/** `GET /api/metrics`. */
export const metrics = z.object({
  pattern_statistics: z.object({
    pattern1: patternStatistic,
    pattern2: patternStatistic,
    pattern3: patternStatistic,
  }),
  directional_metrics: z.object({
    last_20: directionalMetrics,
    last_50: directionalMetrics,
    last_100: directionalMetrics,
    targets: z.object({
      median_E40: target,
      within_2_windows: z.object({ target: z.number(), min: z.number() }),
      coverage_rate: target,
      early_skew: target,
    }),
  }),
  side_bet_metrics: sideBetPerformance,
  system_performance: z.object({
    uptime_seconds: z.int(),
    total_game_updates: z.int(),
    error_rate: z.number(),
    connected_clients: z.int(),
  }),
  constants: z.object({
    tick_duration_ms: z.int(),
    median_duration: z.int(),
    ultra_short_threshold: z.int(),
    max_payout_threshold: z.number(),
  }),
});
