import { BASELINE_P_RUG_40, WINDOW_TICKS } from '@ted/game';

/** Errors of one end-tick forecast, in ticks and windows. Negative: the forecast was early. */
export interface EndTickError {
  signedError: number;
  absoluteError: number;
  /** signed error / 40. */
  e40: number;
}

export function endTickError(predictedEndTick: number, actualEndTick: number): EndTickError {
  const signedError = predictedEndTick - actualEndTick;
  return { signedError, absoluteError: Math.abs(signedError), e40: signedError / WINDOW_TICKS };
}

/** within k windows: |E40| ≤ k. */
export function withinWindows(e40: number, windows: number): boolean {
  return Math.abs(e40) <= windows;
}

/** Exact median; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** (p − outcome)². */
export function brier(probability: number, happened: boolean): number {
  return (probability - (happened ? 1 : 0)) ** 2;
}

/** −ln of the probability given to what happened, kept finite. */
export function logLoss(probability: number, happened: boolean): number {
  const given = happened ? probability : 1 - probability;
  return -Math.log(Math.max(given, 1e-12));
}

/** Skill of a score beside the baseline's on the same ticks: 1 − score/baseline. Null where there is nothing to compare. */
export function skill(score: number | null, baseline: number | null): number | null {
  return score === null || baseline === null || baseline === 0 ? null : 1 - score / baseline;
}

/** The memoryless baseline's scores for one outcome of p_rug_40. */
export function baselineScores(happened: boolean): { brier: number; logLoss: number } {
  return { brier: brier(BASELINE_P_RUG_40, happened), logLoss: logLoss(BASELINE_P_RUG_40, happened) };
}
