import type { LiveState } from '@ted/messaging';
import type { HistoryRecord } from './prediction-history.ts';

/** Records over which "recent" figures are taken. */
const RECENT = 20;

/** Shown to clients, which look for the words hazard, conformal and gate in it. */
export const PREDICTION_METHOD = 'Bayesian hazard mixture, adaptive conformal interval, side-bet gate';
export const MODULES = { hazard: true, gate: true, conformal: true } as const;

/** Weights under the names of the original's patterns; experts that do not exist yet have earned none. */
function patternWeights(state: Readonly<LiveState> | undefined) {
  const weight = (prefix: string) =>
    (state?.forecast.experts ?? [])
      .filter(({ name }) => name.startsWith(prefix))
      .reduce((sum, e) => sum + e.weight, 0);
  const patterns = {
    pattern1: weight('pattern1'),
    pattern2: weight('pattern2'),
    pattern3: weight('pattern3'),
  };
  return { ...patterns, baseline: 1 - patterns.pattern1 - patterns.pattern2 - patterns.pattern3 };
}

/** How good the first predictions of finished games were: the share within their own tolerance. */
export function performance(state: Readonly<LiveState> | undefined, records: readonly HistoryRecord[]) {
  const accuracy = (some: readonly HistoryRecord[]) =>
    some.length === 0 ? 0 : some.filter((r) => r.within_tolerance).length / some.length;
  return {
    overall_accuracy: accuracy(records),
    recent_accuracy: accuracy(records.slice(-RECENT)),
    total_predictions: records.length,
    pattern_weights: patternWeights(state),
    predictions_in_window: Math.min(RECENT, records.length),
  };
}

/** The forecast at this tick: the mixture's median with the half-width of its interval. `{}` before the first word of ingest. */
export function prediction(state: Readonly<LiveState> | undefined, records: readonly HistoryRecord[]) {
  if (!state) return {};
  const { forecast } = state;
  return {
    predicted_tick: forecast.predicted_end_tick,
    confidence: forecast.confidence,
    tolerance: Math.max(1, Math.round((forecast.upper - forecast.lower) / 2)),
    based_on_patterns: forecast.experts.map(({ name }) => name),
    ml_enhancement: {
      ml_prediction: forecast.predicted_end_tick,
      base_prediction: forecast.predicted_end_tick,
      ml_weight: 1,
      adjustments: 0,
    },
    performance: performance(state, records),
    early_clamp_applied: false,
    epr_active_at_prediction: forecast.epr_active,
    coverage_lower: forecast.lower,
    coverage_upper: forecast.upper,
    coverage_windows: forecast.windows,
    p_rug_40: forecast.p_rug_40,
    quantiles: { q10: forecast.q10, q50: forecast.predicted_end_tick, q90: forecast.q90 },
    experts: forecast.experts,
    model_version: forecast.model_version,
  };
}

/** How the forecasting stands, as the status and the WebSocket show it. */
export function mlStatus(state: Readonly<LiveState> | undefined, records: readonly HistoryRecord[]) {
  const learned = performance(state, records);
  return {
    ml_enabled: true,
    prediction_method: PREDICTION_METHOD,
    learning_engine: learned,
    performance: {
      accuracy: learned.overall_accuracy,
      recent_accuracy: learned.recent_accuracy,
      total_predictions: learned.total_predictions,
    },
    last_prediction: prediction(state, records),
    modules: MODULES,
  };
}
