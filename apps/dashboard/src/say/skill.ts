/** Sums of one game's scores, and of the baseline's on the same ticks. */
export interface ScoredGame {
  brier: number;
  baseline_brier: number;
}

export interface Skill {
  /** 1 − score / baseline: above 0 is better than the baseline. */
  value: number;
  /** 95% range. */
  low: number;
  high: number;
}

const Z95 = 1.959964;

/**
 * Skill over games, with its 95% range. Ticks of one game share their fate, so whole games are what varies: the range is
 * that of a ratio of sums over independent games (linearised variance, Cochran, Sampling Techniques, ch. 6).
 * Null without games or without a baseline to compare with.
 */
export function skillOf(games: readonly ScoredGame[]): Skill | null {
  const brier = games.reduce((sum, game) => sum + game.brier, 0);
  const baseline = games.reduce((sum, game) => sum + game.baseline_brier, 0);
  if (games.length < 2 || baseline <= 0) return null;
  const ratio = brier / baseline;
  const squares = games.reduce((sum, game) => sum + (game.brier - ratio * game.baseline_brier) ** 2, 0);
  const error = Math.sqrt((squares * games.length) / (games.length - 1)) / baseline;
  return { value: 1 - ratio, low: 1 - ratio - Z95 * error, high: 1 - ratio + Z95 * error };
}
