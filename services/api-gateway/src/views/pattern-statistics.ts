import type { FinishedGame } from '@ted/messaging';
import { findings, type Finding } from '../analytics/hypotheses.ts';
import { rounded } from './rounded.ts';

/**
 * How the original's patterns fared in the games that TED has in memory (oldest first). A prediction of a pattern is a game
 * that its first hypothesis speaks of, a success one in which that came true; `validated_improvement` is its share of
 * successes less the share in the games that it does not speak of, 0 while either is unknown. `/api/analytics/patterns` says
 * the same of the stored games, with ranges.
 */
export function patternStatistics(games: readonly FinishedGame[]) {
  const found = findings(games.map((game) => ({ ...game, final_price: game.end_price })));
  const last = games.at(-1);
  const statistic = (pattern: Finding['pattern'], name: string) => {
    const { observed, otherwise } = found.find((finding) => finding.pattern === pattern)!;
    const known = observed.share !== null && otherwise.share !== null;
    return {
      name,
      accuracy: rounded(observed.share ?? 0),
      total_predictions: observed.games,
      successful_predictions: Math.round((observed.share ?? 0) * observed.games),
      last_updated: last ? new Date(last.ended_at).toISOString() : '',
      validated_improvement: known ? rounded(observed.share! - otherwise.share!) : 0,
    };
  };
  return {
    pattern1: statistic('pattern1', 'Post-max-payout recovery'),
    pattern2: statistic('pattern2', 'Ultra-short clustering'),
    pattern3: statistic('pattern3', 'Momentum at high peaks'),
  };
}

/** The share of each pattern's predictions that came true in the games in memory; 0 where it made none. */
export function patternAccuracy(games: readonly FinishedGame[]) {
  const { pattern1, pattern2, pattern3 } = patternStatistics(games);
  return { pattern1: pattern1.accuracy, pattern2: pattern2.accuracy, pattern3: pattern3.accuracy };
}
