import type { PredictionMetrics } from '../collections/documents.ts';
import type { Database } from '../database.ts';
import { computeHour } from '../metrics/compute-hour.ts';
import { HOUR_MS, hourOf } from '../write/hours.ts';

export interface PersistenceMetrics {
  total_predictions: number;
  scored_predictions: number;
  games_analyzed: number;
  accuracy_1_window: number;
  accuracy_2_windows: number;
  /** Mean of |E40|. */
  average_e40: number;
  brier: number;
  baseline_brier: number;
  hours: number;
}

/**
 * Figures of the last `hours` hours: the stored documents of the finished ones plus the running hour. Figures without data
 * are 0 beside a count of 0. The cost grows with the hours asked for, not with the database.
 */
export async function readPersistenceMetrics(
  database: Database,
  feed: string,
  hours: number,
  now = Date.now(),
): Promise<PersistenceMetrics> {
  const running = hourOf(now);
  const from = new Date(Number(running) - (hours - 1) * HOUR_MS);
  const [finished, current] = await Promise.all([
    database.models.metrics_hourly
      .find({ feed, hour_start: { $gte: from, $lt: running } }, { prediction_metrics: 1, games_analyzed: 1 })
      .lean(),
    computeHour(database, feed, running),
  ]);
  const all = [...finished, current];
  const metrics = all.map((hour) => hour.prediction_metrics);
  const scored = sum(metrics.map((m) => m.scored_predictions));
  const average = (of: (m: PredictionMetrics) => number | null) =>
    scored === 0 ? 0 : sum(metrics.map((m) => (of(m) ?? 0) * m.scored_predictions)) / scored;
  return {
    total_predictions: sum(metrics.map((m) => m.total_predictions)),
    scored_predictions: scored,
    games_analyzed: sum(all.map((hour) => hour.games_analyzed)),
    accuracy_1_window: average((m) => m.accuracy_1_window),
    accuracy_2_windows: average((m) => m.accuracy_2_windows),
    average_e40: average((m) => m.average_e40),
    brier: average((m) => m.brier),
    baseline_brier: average((m) => m.baseline_brier),
    hours,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
