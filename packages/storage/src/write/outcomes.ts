import { BASELINE_P_RUG_40, WINDOW_TICKS } from '@ted/game';
import { baselineScores, brier, endTickError, logLoss, settle } from '@ted/forecast';
import type { RecordOf, TedRecord } from '@ted/messaging';
import type { FirstForecast, PredictionDocument, SideBetDocument } from '../collections/documents.ts';
import { ownerCounts, type StoredGame } from './stored-game.ts';

type ScoredFields = Pick<
  PredictionDocument,
  'predicted_at_tick' | 'predicted_end_tick' | 'uncertainty_bounds' | 'p_rug_40'
>;
/** What a game's list entry says of its first prediction. */
export type FirstFields = Pick<
  PredictionDocument,
  'predicted_at_tick' | 'predicted_end_tick' | 'uncertainty_bounds' | 'quantiles'
>;

/** What a prediction turned out to be, from the game's stored end. Pure. */
export function predictionOutcome(prediction: ScoredFields, endTick: number) {
  const error = endTickError(prediction.predicted_end_tick, endTick);
  const ruggedWithin40 = endTick <= prediction.predicted_at_tick + WINDOW_TICKS;
  const baseline = baselineScores(ruggedWithin40);
  const { lower, upper } = prediction.uncertainty_bounds;
  return {
    resolved: true,
    void: false,
    actual_end_tick: endTick,
    error_metrics: {
      raw_error: error.signedError,
      signed_error: error.signedError,
      absolute_error: error.absoluteError,
      e40: error.e40,
      within_windows: Math.ceil(Math.abs(error.e40)),
    },
    in_interval: lower <= endTick && endTick <= upper,
    rugged_within_40: ruggedWithin40,
    scores: {
      brier: brier(prediction.p_rug_40, ruggedWithin40),
      log_loss: logLoss(prediction.p_rug_40, ruggedWithin40),
      baseline_p: BASELINE_P_RUG_40,
      baseline_brier: baseline.brier,
      baseline_log_loss: baseline.logLoss,
    },
  };
}

/** What a game's first prediction said beside its end, as lists of games show it. Pure. */
export function firstForecast(first: FirstFields, endTick: number): FirstForecast {
  const { lower, upper } = first.uncertainty_bounds;
  return {
    predicted_at_tick: first.predicted_at_tick,
    median: first.predicted_end_tick,
    q10: first.quantiles.q10,
    q90: first.quantiles.q90,
    lower,
    upper,
    inside: lower <= endTick && endTick <= upper,
    error_windows: endTickError(first.predicted_end_tick, endTick).e40,
  };
}

/** What a side bet turned out to be, from the game's stored end. Pure. */
export function sideBetOutcome(
  bet: Pick<SideBetDocument, 'placed_at_tick' | 'window_end_tick'>,
  endTick: number,
) {
  const { won, payout } = settle(bet.placed_at_tick, bet.window_end_tick, endTick);
  return { resolved: true, void: false, actual_outcome: won ? 'WON' : 'LOST', payout };
}

type Forecast = RecordOf<'prediction'> | RecordOf<'side_bet'>;

export const isForecast = (record: TedRecord): record is Forecast =>
  record.kind === 'prediction' || record.kind === 'side_bet';

/** Whether the game has its end and this forecast of it counts. */
export function isScorable(
  forecast: Forecast,
  game: StoredGame | undefined,
): game is StoredGame & { end_tick: number } {
  return game?.end_tick != null && ownerCounts(game, forecast);
}

/** What the forecast turned out to be; undefined if it cannot be scored yet, or never will be. Pure. */
export function outcomeOf(forecast: Forecast, game: StoredGame | undefined): object | undefined {
  if (!isScorable(forecast, game)) return undefined;
  return forecast.kind === 'prediction'
    ? predictionOutcome(forecast, game.end_tick)
    : sideBetOutcome(forecast, game.end_tick);
}
