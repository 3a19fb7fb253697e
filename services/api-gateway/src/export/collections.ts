import type { ExportedCollection } from '@ted/storage';

interface Exported {
  collection: ExportedCollection;
  /** Paths into the documents: the columns of a CSV. A line of NDJSON holds the whole document. */
  columns: readonly string[];
}

/** What may be exported, by its name in the path. Columns keep the documents' own names. */
export const EXPORTS = {
  games: {
    collection: 'games',
    columns: [
      ...['game_id', 'feed', 'status', 'created_at', 'ended_at', 'start_tick', 'end_tick', 'duration_ticks'],
      ...['peak_price', 'peak_tick', 'final_price', 'missed_ticks', 'had_predictions', 'prediction_accuracy'],
      ...['side_bets_placed', 'server_seed', 'server_seed_hash', 'version'],
    ],
  },
  predictions: {
    collection: 'predictions',
    columns: [
      ...['game_id', 'feed', 'created_at', 'model_version', 'predicted_at_tick', 'predicted_end_tick'],
      ...['quantiles.q10', 'quantiles.q50', 'quantiles.q90', 'uncertainty_bounds.lower'],
      ...['uncertainty_bounds.upper', 'confidence', 'p_rug_40', 'hazard', 'last_before_end', 'resolved'],
      ...['actual_end_tick', 'error_metrics.signed_error', 'error_metrics.e40', 'in_interval'],
      ...['rugged_within_40', 'scores.brier', 'scores.log_loss', 'scores.baseline_brier'],
      'scores.baseline_log_loss',
    ],
  },
  'side-bets': {
    collection: 'side_bets',
    columns: [
      ...['game_id', 'feed', 'created_at', 'model_version', 'placed_at_tick', 'window_end_tick'],
      ...['probability', 'expected_value', 'confidence', 'recommendation', 'actual_outcome', 'payout'],
    ],
  },
  'tick-samples': {
    collection: 'tick_samples',
    columns: ['game_id', 'feed', 'created_at', 'tick', 'price'],
  },
  'hourly-metrics': {
    collection: 'metrics_hourly',
    columns: [
      ...['feed', 'hour_start', 'hour_end', 'games_analyzed', 'predictions_made'],
      ...['prediction_metrics.scored_predictions', 'prediction_metrics.accuracy_1_window'],
      ...['prediction_metrics.accuracy_2_windows', 'prediction_metrics.accuracy_3_windows'],
      ...['prediction_metrics.average_e40', 'prediction_metrics.median_e40'],
      ...['prediction_metrics.interval_coverage', 'prediction_metrics.brier'],
      ...['prediction_metrics.baseline_brier', 'prediction_metrics.brier_skill'],
      ...['prediction_metrics.log_loss', 'prediction_metrics.baseline_log_loss'],
      ...['prediction_metrics.log_loss_skill', 'side_bet_metrics.total_bets', 'side_bet_metrics.bets_won'],
      ...['side_bet_metrics.bets_lost', 'side_bet_metrics.roi_percent', 'system_metrics.avg_latency_ms'],
    ],
  },
} as const satisfies Record<string, Exported>;

export type ExportName = keyof typeof EXPORTS;
