/** How forecasts are judged, written down a second time from the definitions in the design, not from TED's code. */

const WINDOW = 40;
/** Gross payout of a won side bet of stake 1. */
const PAYOUT = 5;

export interface PredictionFigures {
  predicted_at_tick: number;
  predicted_end_tick: number;
  uncertainty_bounds: { lower: number; upper: number };
  p_rug_40: number;
}

/** Fields of a resolved prediction of a game that ended at `n`. */
export function predictionOutcome(prediction: PredictionFigures, n: number): Record<string, unknown> {
  const signed = prediction.predicted_end_tick - n;
  const rugged = n <= prediction.predicted_at_tick + WINDOW;
  const happened = rugged ? 1 : 0;
  return {
    resolved: true,
    void: false,
    actual_end_tick: n,
    'error_metrics.raw_error': signed,
    'error_metrics.signed_error': signed,
    'error_metrics.absolute_error': Math.abs(signed),
    'error_metrics.e40': signed / WINDOW,
    'error_metrics.within_windows': Math.ceil(Math.abs(signed) / WINDOW),
    in_interval: prediction.uncertainty_bounds.lower <= n && n <= prediction.uncertainty_bounds.upper,
    rugged_within_40: rugged,
    'scores.brier': (prediction.p_rug_40 - happened) ** 2,
    'scores.log_loss': -Math.log(rugged ? prediction.p_rug_40 : 1 - prediction.p_rug_40),
  };
}

/** Fields of a settled side bet of a game that ended at `n`. */
export function betOutcome(placedAt: number, n: number): Record<string, unknown> {
  const won = placedAt < n && n <= placedAt + WINDOW;
  return {
    resolved: true,
    void: false,
    actual_outcome: won ? 'WON' : 'LOST',
    payout: won ? PAYOUT - 1 : -1,
    window_end_tick: placedAt + WINDOW,
  };
}

/** Fields of a prediction of a game whose end nobody knows. */
export const VOID_PREDICTION = {
  resolved: true,
  void: true,
  actual_end_tick: null,
  error_metrics: null,
} as const;

/** Fields of a side bet of a game whose end nobody knows. */
export const VOID_BET = { resolved: true, void: true, actual_outcome: 'VOID', payout: null } as const;

/** The first tick at which the next bet of the same game may be placed. */
export const nextBetTick = (placedAt: number): number => placedAt + WINDOW + 4;
