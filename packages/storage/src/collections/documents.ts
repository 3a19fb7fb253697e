import type { Compared, Difference, Verdict } from '@ted/fairness';
import type { GameScores, RecordOf } from '@ted/messaging';

/** The documents as they lie in MongoDB. Field names are the original's, new ones stand beside them. Times are UTC. */

export type GameStatus = 'running' | 'ended' | 'abandoned' | 'revealed';

/** A game's first prediction beside its end; `error_windows` is E40: signed, negative is early. */
export interface FirstForecast {
  predicted_at_tick: number;
  median: number;
  q10: number;
  q90: number;
  lower: number;
  upper: number;
  inside: boolean;
  error_windows: number;
}

export interface GameDocument {
  feed: string;
  game_id: string;
  status: GameStatus;
  start_tick?: number;
  last_tick?: number;
  /** N; absent until the end is known. */
  end_tick?: number;
  duration_ticks?: number;
  peak_price?: number;
  peak_tick?: number;
  final_price?: number;
  missed_ticks?: number;
  patterns_detected?: string[];
  /** The ingest (its outbox's uuid) whose forecasts of it count: the first one's that was stored. */
  forecast_owner?: string;
  had_predictions?: boolean;
  /** |E40| of the game's first prediction, in windows; null until the game has ended with one. */
  prediction_accuracy?: number | null;
  first_prediction_tick?: number;
  first_forecast?: FirstForecast;
  side_bets_placed?: number;
  /** Sums over the forecasts at all of its ticks, beside the published rule's on the same ticks. */
  scores?: GameScores & { model_version: string };
  /** Of the model that forecast beside, at the same ticks. */
  challenger_scores?: GameScores & { model_version: string };
  /** ln E with this game: the evidence so far that games do not end as published. */
  log_e?: number;
  server_seed?: string;
  server_seed_hash?: string;
  /** The hash as it was shown before the seed was. */
  committed_seed_hash?: string;
  version?: string;
  /** The game as the feed showed it with its seed; gone once it is verified, because then the seed tells it. */
  revealed?: RevealedCourse;
  /** Absent until the game was checked against its seed. */
  fairness?: FairnessDocument;
  created_at: Date;
  updated_at: Date;
  ended_at?: Date;
  abandoned_at?: Date;
}

/** What the feed showed of a finished game beside its seed. */
export interface RevealedCourse {
  end_tick: number | null;
  peak_price: number | null;
  /** Of every tick, the rug's price last. */
  prices: number[] | null;
}

/** A game's check against its seed; see `verifyGame`. */
export interface FairnessDocument {
  verdict: Verdict;
  compared: Compared[];
  prices_compared: number;
  first_difference: Difference | null;
  algorithm_version: string | null;
  reason: string | null;
  checked_at: Date;
}

export interface ErrorMetrics {
  raw_error: number;
  signed_error: number;
  absolute_error: number;
  e40: number;
  /** Least whole k with |E40| ≤ k. */
  within_windows: number;
}

export interface PredictionDocument {
  feed: string;
  game_id: string;
  predicted_at_tick: number;
  model_version: string;
  ingest_id: string;
  predicted_end_tick: number;
  confidence: number;
  uncertainty_bounds: { lower: number; upper: number };
  quantiles: RecordOf<'prediction'>['quantiles'];
  p_rug_40: number;
  hazard: number;
  features_used: Record<string, number | boolean>;
  experts: Record<string, number>;
  last_before_end: boolean;
  created_at: Date;
  /** Closed: scored, or void. */
  resolved: boolean;
  /** Not scored: its game counts as abandoned, or another ingest's forecasts of it count. */
  void?: boolean;
  /** False for ever where another ingest's forecasts of the game count. */
  counted?: boolean;
  actual_end_tick: number | null;
  error_metrics: ErrorMetrics | null;
  in_interval?: boolean;
  rugged_within_40?: boolean;
}

export interface SideBetDocument {
  feed: string;
  game_id: string;
  placed_at_tick: number;
  ingest_id: string;
  model_version: string;
  window_end_tick: number;
  probability: number;
  expected_value: number;
  confidence: number;
  recommendation: string;
  created_at: Date;
  resolved: boolean;
  void?: boolean;
  /** False for ever where another ingest's forecasts of the game count. */
  counted?: boolean;
  actual_outcome: 'PENDING' | 'WON' | 'LOST' | 'VOID';
  /** Net, for a stake of 1: +4 or −1; null until settled. */
  payout: number | null;
}

export interface TickSampleDocument {
  feed: string;
  game_id: string;
  tick: number;
  price: number;
  features: Record<string, number | boolean>;
  timestamp: Date;
  created_at: Date;
}

export interface SystemSampleDocument {
  feed: string;
  ingest_id: string;
  minute: Date;
  avg_latency_ms: number | null;
  updates: number;
  websocket_disconnects: number;
  errors_logged: number;
  persistence_enabled?: boolean;
  created_at: Date;
}

export interface PredictionMetrics {
  total_predictions: number;
  /** How many of them count in the scores: their game has ended and they were not kept because it ended. */
  scored_predictions: number;
  accuracy_1_window: number | null;
  accuracy_2_windows: number | null;
  accuracy_3_windows: number | null;
  /** Mean of |E40|. */
  average_e40: number | null;
  median_e40: number | null;
  mean_absolute_error: number | null;
  interval_coverage: number | null;
  brier: number | null;
  baseline_brier: number | null;
  brier_skill: number | null;
  log_loss: number | null;
  baseline_log_loss: number | null;
  log_loss_skill: number | null;
}

export interface SideBetMetrics {
  total_bets: number;
  bets_won: number;
  bets_lost: number;
  bets_void: number;
  bets_open: number;
  net_profit: number;
  /** 100 · net profit / stakes of the settled bets. */
  roi_percent: number | null;
}

export interface SystemMetrics {
  avg_latency_ms: number | null;
  websocket_disconnects: number;
  errors_logged: number;
}

/**
 * Sums over clusters (games) of two totals of each, x and y, from which the ratio Σx/Σy and its standard error follow.
 * Sums add up: what was stored for hours gives the figure of a year.
 */
export interface RatioSums {
  clusters: number;
  x: number;
  y: number;
  xx: number;
  yy: number;
  xy: number;
}

export interface ReliabilityStep {
  low: number;
  high: number;
  sum_p: number;
  /** x: predictions after which the game ended within 40 ticks; y: predictions. */
  observed: RatioSums;
}

/** What an hour's scored predictions say, in sums that add up over hours; the clusters are games. */
export interface Evidence {
  /** x: sum of the scores; y: sum of the baseline's on the same ticks. */
  brier: RatioSums;
  log_loss: RatioSums;
  /** x: predictions whose interval held the end; y: predictions. */
  coverage: RatioSums;
  reliability: ReliabilityStep[];
  /** How many signed errors lie in each step of a quarter window: [lower end in windows, count], ascending. */
  e40: [from: number, count: number][];
}

export interface HourlyMetricsDocument {
  feed: string;
  hour_start: Date;
  hour_end: Date;
  games_analyzed: number;
  predictions_made: number;
  prediction_metrics: PredictionMetrics;
  side_bet_metrics: SideBetMetrics;
  system_metrics: SystemMetrics;
  /** Absent in hours that an earlier TED computed. */
  evidence?: Evidence;
  created_at: Date;
  updated_at: Date;
}

/** A record that can never be stored, with the reason. */
export interface DeadLetterDocument {
  /** `<outbox uuid>-<number>`, or `job-<id>` for a foreign job. */
  key: string;
  kind: string;
  reason: string;
  /** JSON text; cut where it is long. */
  record: string;
  created_at: Date;
}

/** A finished hour whose metrics no longer fit its records. `marks` grows, so that a mark made meanwhile is not lost. */
export interface DirtyHourDocument {
  feed: string;
  hour_start: Date;
  marks: number;
}

export interface StatusCheckDocument {
  id: string;
  client_name: string;
  created_at: Date;
}

/** What the status shows over all replicas and restarts. One document. */
export interface TotalsDocument {
  key: 'totals';
  records_saved: number;
  errors: number;
  last_save: Date | null;
  last_error: string | null;
  last_cleanup: Date | null;
}
