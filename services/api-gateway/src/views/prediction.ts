import type { LiveState } from '@ted/messaging';
import type { HistoryRecord } from './prediction-history.ts';
import { rounded } from './rounded.ts';

/** Records over which "recent" figures are taken. */
const RECENT = 20;
/** So many of the experts are named beside a prediction: those that weigh most. */
const NAMED_EXPERTS = 3;

/** Shown to clients, which look for the words hazard, conformal and gate in it. */
export const PREDICTION_METHOD = 'hazard mixture, conformal interval, side-bet gate';
export const MODULES = { hazard: true, gate: true, conformal: true } as const;

type State = Readonly<LiveState> | undefined;

/** Weights under the names of the original's patterns; everything else is the baseline's. */
function patternWeights(state: State) {
  const weight = (prefix: string) =>
    rounded(
      (state?.forecast.experts ?? [])
        .filter(({ name }) => name.startsWith(prefix))
        .reduce((sum, expert) => sum + expert.weight, 0),
    );
  const patterns = {
    pattern1: weight('pattern1'),
    pattern2: weight('pattern2'),
    pattern3: weight('pattern3'),
  };
  return { ...patterns, baseline: rounded(1 - patterns.pattern1 - patterns.pattern2 - patterns.pattern3) };
}

/** How good the first predictions of finished games were: the share within their own tolerance. */
function performance(state: State, records: readonly HistoryRecord[]) {
  const accuracy = (some: readonly HistoryRecord[]) =>
    some.length === 0 ? 0 : rounded(some.filter((r) => r.within_tolerance).length / some.length);
  return {
    overall_accuracy: accuracy(records),
    recent_accuracy: accuracy(records.slice(-RECENT)),
    total_predictions: records.length,
    pattern_weights: patternWeights(state),
    predictions_in_window: Math.min(RECENT, records.length),
  };
}

/** The forecast at this tick: the mixture's median with the half-width of its interval. `{}` before the first word of ingest. */
export function prediction(state: State, records: readonly HistoryRecord[]) {
  if (!state) return {};
  const { forecast } = state;
  const byWeight = [...forecast.experts].sort((a, b) => b.weight - a.weight);
  return {
    predicted_tick: forecast.predicted_end_tick,
    confidence: rounded(forecast.confidence),
    tolerance: Math.max(1, Math.round((forecast.upper - forecast.lower) / 2)),
    based_on_patterns: byWeight.slice(0, NAMED_EXPERTS).map(({ name }) => name),
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
  };
}

/** How the forecasting stands, as the status and the WebSocket show it. */
export function mlStatus(state: State, records: readonly HistoryRecord[]) {
  const last = prediction(state, records);
  const learned = 'performance' in last ? last.performance : performance(state, records);
  return {
    ml_enabled: true,
    prediction_method: PREDICTION_METHOD,
    learning_engine: learned,
    performance: {
      accuracy: learned.overall_accuracy,
      recent_accuracy: learned.recent_accuracy,
      total_predictions: learned.total_predictions,
    },
    last_prediction: last,
    modules: MODULES,
  };
}
