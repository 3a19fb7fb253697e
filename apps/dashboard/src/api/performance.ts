import { keepPreviousData, useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { fetchJson, withQuery } from './fetch-json.ts';

const figure = z.nullable(z.number());
const range = z.nullable(z.tuple([z.number(), z.number()]));

const figures = {
  games: z.number(),
  within_1_window: figure,
  within_2_windows: figure,
  within_3_windows: figure,
  median_e40: figure,
  coverage: figure,
  brier: figure,
  log_loss: figure,
  baseline_brier: figure,
  baseline_log_loss: figure,
  brier_skill: figure,
  log_loss_skill: figure,
  bets: z.number(),
  bets_won: z.number(),
  roi: figure,
};
const bucket = z.object({ start: z.string(), ...figures });
export type Bucket = z.infer<typeof bucket>;

const step = z.object({
  low: z.number(),
  high: z.number(),
  mean_p: figure,
  observed: figure,
  observed_range: range,
  ticks: z.number(),
  games: z.number(),
});
export type ReliabilityStep = z.infer<typeof step>;

/** What the page reads of `GET /api/analytics/performance`. */
const answer = z.object({
  from: z.string(),
  to: z.string(),
  step: z.enum(['hour', '6h', 'day']),
  buckets: z.array(bucket),
  total: z.object({
    ...figures,
    brier_skill_range: range,
    log_loss_skill_range: range,
    coverage_range: range,
    ece: figure,
  }),
  reliability: z.array(step),
});
export type Performance = z.infer<typeof answer>;
export type PerformanceTotal = Performance['total'];

/** The last `hours`, or from `from` to `to` (ISO), in buckets of `step`. */
export type Span = { step: Performance['step'] } & ({ hours: number } | { from: string; to: string });

const EVERY_MS = 30_000;

/** How the forecasts did, beside the memoryless baseline on the same ticks. */
export const usePerformance = (span: Span) =>
  useQuery({
    queryKey: ['performance', span],
    queryFn: () => fetchJson(withQuery('/api/analytics/performance', { ...span }), answer),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
