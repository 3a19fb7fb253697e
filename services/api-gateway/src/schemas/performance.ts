import * as z from 'zod';
import { feedQuery, figure, isoTime, range, rangeQuery } from './common.ts';

export const HOURS_MAX = 8760;

/** `?hours=`, or `?from=&to=`, and the length of a bucket. */
export const performanceQuery = z.object({
  ...feedQuery.shape,
  ...rangeQuery.shape,
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(HOURS_MAX)
    .default(24)
    .describe('The last hours; from and to win'),
  step: z.enum(['hour', '6h', 'day']).default('hour'),
});

const figures = {
  games: z.int().describe('Games that ended then and were followed'),
  predictions: z.int().describe('Stored predictions that count in the scores'),
  within_1_window: figure,
  within_2_windows: figure,
  within_3_windows: figure,
  median_e40: figure.describe(
    'Median of the signed error in windows; to within ¼ for spans of several hours',
  ),
  coverage: figure.describe('Share of the 85% intervals that held the end'),
  brier: figure,
  log_loss: figure,
  baseline_brier: figure,
  baseline_log_loss: figure,
  brier_skill: figure.describe('1 − brier / baseline_brier'),
  log_loss_skill: figure,
  bets: z.int(),
  bets_won: z.int(),
  roi: figure.describe('100 · net profit / stakes of the settled bets'),
};

/** `GET /api/analytics/performance`. */
export const performance = z.object({
  from: isoTime,
  to: isoTime,
  step: z.enum(['hour', '6h', 'day']),
  feed: z.string(),
  buckets: z.array(z.object({ start: isoTime, ...figures })),
  total: z.object({
    ...figures,
    brier_skill_range: range,
    log_loss_skill_range: range,
    coverage_range: range,
    ece: figure.describe('Mean gap between forecast and observed frequency, over the steps below'),
  }),
  reliability: z.array(
    z.object({
      low: z.number(),
      high: z.number(),
      mean_p: figure,
      observed: figure.describe('Share of these predictions after which the game ended within 40 ticks'),
      observed_range: range,
      ticks: z.int().describe('Predictions in this step'),
      games: z.int(),
    }),
  ),
});
