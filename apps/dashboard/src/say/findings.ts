import type { FairnessReport } from '../api/fairness.ts';
import type { LiveFairness } from '../live/messages.ts';
import type { FairnessFindings } from './fair.ts';

/** What is known of both checks: the counts of the stored games, the evidence from the newest that tells it. */
export function findingsOf(
  report: FairnessReport | null,
  live: LiveFairness | null,
): FairnessFindings | null {
  if (!report) return null;
  const isCounted = live ? live.games > live.warm_up_games : report.log_e !== null;
  const logE = live?.log_e ?? report.log_e;
  const mismatch = report.exceptions.find(({ verdict }) => verdict === 'mismatch');
  return {
    ...report.games,
    eValue: isCounted && logE !== null ? Math.exp(logE) : null,
    mismatchTick: mismatch?.first_difference?.tick ?? null,
  };
}
