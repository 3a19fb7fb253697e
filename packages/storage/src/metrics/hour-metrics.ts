import { mean, median, skill, withinWindows } from '@ted/forecast';
import type {
  HourlyMetricsDocument,
  PredictionDocument,
  PredictionMetrics,
  SideBetDocument,
  SideBetMetrics,
  SystemMetrics,
  SystemSampleDocument,
} from '../collections/documents.ts';

type Scores = { brier: number; log_loss: number; baseline_brier: number; baseline_log_loss: number };
export type StoredPrediction = PredictionDocument & { scores?: Scores };

/** Scores of a set of predictions; null where there is nothing to score. Medians are exact. Pure. */
export function predictionMetrics(predictions: readonly StoredPrediction[]): PredictionMetrics {
  const scored = predictions.filter(isScored);
  const e40 = scored.map((p) => p.error_metrics!.e40);
  const share = (holds: (p: StoredPrediction) => boolean) => mean(scored.map((p) => (holds(p) ? 1 : 0)));
  const average = (of: (s: Scores) => number) => mean(scored.map((p) => of(p.scores!)));
  const brier = average((s) => s.brier);
  const baselineBrier = average((s) => s.baseline_brier);
  const logLoss = average((s) => s.log_loss);
  const baselineLogLoss = average((s) => s.baseline_log_loss);
  return {
    total_predictions: predictions.length,
    scored_predictions: scored.length,
    accuracy_1_window: share((p) => withinWindows(p.error_metrics!.e40, 1)),
    accuracy_2_windows: share((p) => withinWindows(p.error_metrics!.e40, 2)),
    accuracy_3_windows: share((p) => withinWindows(p.error_metrics!.e40, 3)),
    average_e40: mean(e40.map(Math.abs)),
    median_e40: median(e40),
    mean_absolute_error: mean(scored.map((p) => p.error_metrics!.absolute_error)),
    interval_coverage: share((p) => p.in_interval === true),
    brier,
    baseline_brier: baselineBrier,
    brier_skill: skill(brier, baselineBrier),
    log_loss: logLoss,
    baseline_log_loss: baselineLogLoss,
    log_loss_skill: skill(logLoss, baselineLogLoss),
  };
}

/** Whether a prediction counts in the scores: its game has ended, and it was not kept because it ended. */
export function isScored(prediction: StoredPrediction): boolean {
  return prediction.resolved && !prediction.last_before_end && hasFigures(prediction);
}

/** Whoever else writes to the database may leave documents that lack what TED's have: they spoil no mean. */
function hasFigures({ error_metrics, scores }: StoredPrediction): boolean {
  if (!error_metrics || !scores) return false;
  const { e40, absolute_error } = error_metrics;
  const { brier, log_loss, baseline_brier, baseline_log_loss } = scores;
  return [e40, absolute_error, brier, log_loss, baseline_brier, baseline_log_loss].every(Number.isFinite);
}

/** Counts and return of a set of side bets. Stakes of 1, net payouts. Pure. */
export function sideBetMetrics(bets: readonly SideBetDocument[]): SideBetMetrics {
  const count = (outcome: SideBetDocument['actual_outcome']) =>
    bets.filter((b) => b.actual_outcome === outcome).length;
  const won = count('WON');
  const lost = count('LOST');
  const profit = bets.reduce((sum, bet) => sum + (bet.payout ?? 0), 0);
  return {
    total_bets: bets.length,
    bets_won: won,
    bets_lost: lost,
    bets_void: count('VOID'),
    bets_open: count('PENDING'),
    net_profit: profit,
    roi_percent: won + lost === 0 ? null : (100 * profit) / (won + lost),
  };
}

/** The system's figures over samples of a minute each; latency is weighted by the updates behind it. Pure. */
export function systemMetrics(samples: readonly SystemSampleDocument[]): SystemMetrics {
  const timed = samples.filter((s) => s.avg_latency_ms !== null && s.updates > 0);
  const updates = timed.reduce((sum, s) => sum + s.updates, 0);
  return {
    avg_latency_ms:
      updates === 0 ? null : timed.reduce((sum, s) => sum + s.avg_latency_ms! * s.updates, 0) / updates,
    websocket_disconnects: samples.reduce((sum, s) => sum + s.websocket_disconnects, 0),
    errors_logged: samples.reduce((sum, s) => sum + s.errors_logged, 0),
  };
}

/** What the hour's document says, all but its key and times. */
export type HourFigures = Omit<
  HourlyMetricsDocument,
  'feed' | 'hour_start' | 'hour_end' | 'created_at' | 'updated_at'
>;
