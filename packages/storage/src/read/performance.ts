import { skill } from '@ted/forecast';
import type { Evidence, HourlyMetricsDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';
import { ratioWithRange, type RatioWithRange } from '../metrics/clustered-ratio.ts';
import { computeHour } from '../metrics/compute-hour.ts';
import { addEvidence, groupBy, medianE40, noEvidence } from '../metrics/evidence.ts';
import type { HourFigures } from '../metrics/hour-metrics.ts';
import { HOUR_MS, hourOf } from '../write/hours.ts';

/** Figures over a span of time; null where there is nothing to judge. Shares are of scored predictions. */
export interface SpanFigures {
  games: number;
  predictions: number;
  within_1_window: number | null;
  within_2_windows: number | null;
  within_3_windows: number | null;
  /** Median signed error in windows; exact for one hour, to within a quarter window for longer spans. */
  median_e40: number | null;
  coverage: number | null;
  brier: number | null;
  log_loss: number | null;
  baseline_brier: number | null;
  baseline_log_loss: number | null;
  brier_skill: number | null;
  log_loss_skill: number | null;
  bets: number;
  bets_won: number;
  /** Percent of the settled bets' stakes. */
  roi: number | null;
}

type Range = [low: number, high: number] | null;

export interface Performance {
  from: Date;
  to: Date;
  buckets: (SpanFigures & { start: Date })[];
  total: SpanFigures & {
    brier_skill_range: Range;
    log_loss_skill_range: Range;
    coverage_range: Range;
    /** Mean of |mean forecast − observed| over the steps, weighted by their predictions. */
    ece: number | null;
  };
  reliability: {
    low: number;
    high: number;
    mean_p: number | null;
    observed: number | null;
    observed_range: Range;
    /** Predictions in this step. */
    ticks: number;
    games: number;
  }[];
}

export const PERFORMANCE_STEPS = { hour: HOUR_MS, '6h': 6 * HOUR_MS, day: 24 * HOUR_MS } as const;
export type PerformanceStep = keyof typeof PERFORMANCE_STEPS;

type Hour = HourFigures & { start: number };

/**
 * How the forecasts did from `from` to `to` (both are taken down to the whole hour, the hour of `to` included), from the
 * finished hours' documents and the running hour. The cost grows with the hours asked for, not with the database.
 */
export async function readPerformance(
  database: Database,
  feed: string,
  { from, to, step }: { from: Date; to: Date; step: PerformanceStep },
  now = Date.now(),
): Promise<Performance> {
  const running = hourOf(now);
  const first = hourOf(from);
  const end = new Date(Math.min(Number(hourOf(to)), Number(running)) + HOUR_MS);
  const finished = await database.models.metrics_hourly
    .find({ feed, hour_start: { $gte: first, $lt: end < running ? end : running } })
    .sort({ hour_start: 1 })
    .lean<HourlyMetricsDocument[]>();
  const hours: Hour[] = finished.map((hour) => ({ ...hour, start: Number(hour.hour_start) }));
  if (end > running) hours.push({ ...(await computeHour(database, feed, running)), start: Number(running) });
  const evidence = hours.reduce((sum, hour) => addEvidence(sum, hour.evidence ?? noEvidence()), noEvidence());
  return {
    from: first,
    to: end,
    buckets: buckets(hours, Number(first), Number(end), PERFORMANCE_STEPS[step]),
    total: { ...figures(hours), ...ranges(evidence) },
    reliability: reliability(evidence),
  };
}

/** Steps begin at whole multiples of their length (a day at midnight UTC), so that they stay the same as time goes on. */
function buckets(hours: readonly Hour[], from: number, to: number, length: number): Performance['buckets'] {
  const startOf = (at: number) => Math.floor(at / length) * length;
  const inside = groupBy(hours, (hour) => startOf(hour.start));
  const spans: Performance['buckets'] = [];
  for (let start = startOf(from); start < to; start += length)
    spans.push({ start: new Date(start), ...figures(inside.get(start) ?? []) });
  return spans;
}

function figures(hours: readonly Hour[]): SpanFigures {
  const sum = (of: (hour: Hour) => number) => hours.reduce((total, hour) => total + of(hour), 0);
  const scored = sum((hour) => hour.prediction_metrics.scored_predictions);
  const average = (name: AveragedFigure) =>
    scored === 0 ? null : sum(({ prediction_metrics: m }) => (m[name] ?? 0) * m.scored_predictions) / scored;
  const [won, lost] = [sum((h) => h.side_bet_metrics.bets_won), sum((h) => h.side_bet_metrics.bets_lost)];
  const brier = average('brier');
  const logLoss = average('log_loss');
  const baselineBrier = average('baseline_brier');
  const baselineLogLoss = average('baseline_log_loss');
  return {
    games: sum((hour) => hour.games_analyzed),
    predictions: scored,
    within_1_window: average('accuracy_1_window'),
    within_2_windows: average('accuracy_2_windows'),
    within_3_windows: average('accuracy_3_windows'),
    median_e40: medianOf(hours),
    coverage: average('interval_coverage'),
    brier,
    log_loss: logLoss,
    baseline_brier: baselineBrier,
    baseline_log_loss: baselineLogLoss,
    brier_skill: skill(brier, baselineBrier),
    log_loss_skill: skill(logLoss, baselineLogLoss),
    bets: sum((hour) => hour.side_bet_metrics.total_bets),
    bets_won: won,
    roi: won + lost === 0 ? null : (100 * sum((hour) => hour.side_bet_metrics.net_profit)) / (won + lost),
  };
}

type AveragedFigure =
  | 'accuracy_1_window'
  | 'accuracy_2_windows'
  | 'accuracy_3_windows'
  | 'interval_coverage'
  | 'brier'
  | 'log_loss'
  | 'baseline_brier'
  | 'baseline_log_loss';

function medianOf(hours: readonly Hour[]): number | null {
  const withPredictions = hours.filter((hour) => hour.prediction_metrics.scored_predictions > 0);
  if (withPredictions.length <= 1) return withPredictions[0]?.prediction_metrics.median_e40 ?? null;
  const e40 = withPredictions.reduce(
    (sum, hour) => addEvidence(sum, hour.evidence ?? noEvidence()),
    noEvidence(),
  );
  return medianE40(e40);
}

function ranges(evidence: Evidence) {
  const steps = reliability(evidence);
  const predictions = steps.reduce((sum, step) => sum + step.ticks, 0);
  const gap = steps.reduce(
    (sum, { mean_p, observed, ticks }) => sum + Math.abs((mean_p ?? 0) - (observed ?? 0)) * ticks,
    0,
  );
  return {
    brier_skill_range: skillRange(ratioWithRange(evidence.brier)),
    log_loss_skill_range: skillRange(ratioWithRange(evidence.log_loss)),
    coverage_range: withinUnit(ratioWithRange(evidence.coverage).range),
    ece: predictions === 0 ? null : gap / predictions,
  };
}

/** Skill is 1 − score/baseline: the range turns round. */
const skillRange = ({ range }: RatioWithRange): Range => range && [1 - range[1], 1 - range[0]];

/** A share lies between 0 and 1. */
const withinUnit = (range: Range): Range => range && [Math.max(0, range[0]), Math.min(1, range[1])];

function reliability(evidence: Evidence): Performance['reliability'] {
  return evidence.reliability.map(({ low, high, sum_p, observed }) => {
    const { ratio, range } = ratioWithRange(observed);
    return {
      low,
      high,
      mean_p: observed.y === 0 ? null : sum_p / observed.y,
      observed: ratio,
      observed_range: withinUnit(range),
      ticks: observed.y,
      games: observed.clusters,
    };
  });
}
