import { MAX_PAYOUT_PRICE, ULTRA_SHORT_TICKS, WINDOW_TICKS } from '@ted/game';
import { endTickError, mean, median, withinWindows } from '@ted/forecast';
import type { FinishedGame } from '@ted/messaging';
import { rounded } from './rounded.ts';

/** A finished game beside its first prediction, under the API's older names. */
export interface HistoryRecord {
  game_id: string;
  predicted_tick: number;
  actual_tick: number;
  diff: number;
  signed_error: number;
  E40: number;
  Ez: number;
  spread: number;
  in_band: boolean;
  /** Limits of the first forecast's 85% interval, end ticks. */
  lower: number;
  upper: number;
  within_tolerance: boolean;
  peak_price: number;
  end_price: number;
  is_ultra_short: boolean;
  is_max_payout: boolean;
  epr_active_at_prediction: boolean;
  timestamp: string;
  /** Sums over the game's ticks that had a forecast; null for a game that was not scored. */
  scored: { ticks: number; brier: number; baseline_brier: number } | null;
}

/** Undefined for a game without a forecast (TED joined too late). */
export function historyRecord(game: FinishedGame): HistoryRecord | undefined {
  const { forecast } = game;
  if (!forecast) return undefined;
  const { signedError, absoluteError, e40 } = endTickError(forecast.predicted_end_tick, game.end_tick);
  const spread = forecast.q90 - forecast.q10;
  return {
    game_id: game.game_id,
    predicted_tick: forecast.predicted_end_tick,
    actual_tick: game.end_tick,
    diff: absoluteError,
    signed_error: signedError,
    E40: e40,
    Ez: signedError / Math.max(WINDOW_TICKS, spread),
    spread,
    in_band: forecast.lower <= game.end_tick && game.end_tick <= forecast.upper,
    lower: forecast.lower,
    upper: forecast.upper,
    within_tolerance: absoluteError <= forecast.tolerance,
    peak_price: game.peak_price,
    end_price: game.end_price,
    is_ultra_short: game.end_tick <= ULTRA_SHORT_TICKS,
    is_max_payout: game.end_price >= MAX_PAYOUT_PRICE,
    epr_active_at_prediction: forecast.epr_active,
    timestamp: new Date(game.ended_at).toISOString(),
    scored: game.scored && {
      ticks: game.scored.ticks,
      brier: rounded(game.scored.brier, 6),
      baseline_brier: rounded(game.scored.baseline_brier, 6),
    },
  };
}

/** The newest `limit` records, oldest first. */
export function historyRecords(games: readonly FinishedGame[], limit: number): HistoryRecord[] {
  const newestFirst: HistoryRecord[] = [];
  for (let i = games.length - 1; i >= 0 && newestFirst.length < limit; i--) {
    const record = historyRecord(games[i]!);
    if (record) newestFirst.push(record);
  }
  return newestFirst.reverse();
}

/** Figures over a list of records; 0 where there is none. `median_E40` and `mean_E40` are signed. */
export function directionalMetrics(records: readonly HistoryRecord[]) {
  const share = (holds: (record: HistoryRecord) => boolean) =>
    mean(records.map((r) => (holds(r) ? 1 : 0))) ?? 0;
  const early = share((r) => r.signed_error < 0);
  const late = share((r) => r.signed_error > 0);
  return {
    median_E40: median(records.map((r) => r.E40)) ?? 0,
    mean_E40: mean(records.map((r) => r.E40)) ?? 0,
    median_signed_error: Math.round(median(records.map((r) => r.signed_error)) ?? 0),
    early_rate: early,
    late_rate: late,
    within_1_window: share((r) => withinWindows(r.E40, 1)),
    within_2_windows: share((r) => withinWindows(r.E40, 2)),
    within_3_windows: share((r) => withinWindows(r.E40, 3)),
    coverage_rate: share((r) => r.in_band),
    early_skew: early - late,
  };
}

/** The metrics beside the prediction history. */
export function historyMetrics(records: readonly HistoryRecord[]) {
  const withinTolerance = records.filter((r) => r.within_tolerance).length;
  return {
    accuracy: records.length === 0 ? 0 : withinTolerance / records.length,
    average_error: mean(records.map((r) => r.diff)) ?? 0,
    within_tolerance_count: withinTolerance,
    ...directionalMetrics(records),
  };
}
