import type { FairnessReport } from '../api/fairness.ts';
import type { LiveFairness } from '../live/messages.ts';
import type { FairnessFindings } from './fair.ts';

/** What is known of both checks: the counts of the stored games, the evidence from the newest that tells it. */
export function findingsOf(
  report: FairnessReport | null,
  live: LiveFairness | null,
): FairnessFindings | null {
  if (!report) return null;
  const isCounted = (live?.games ?? report.games_counted) > 0;
  const logE = live?.log_e ?? report.log_e;
  const mismatch = report.exceptions.find(({ verdict }) => verdict === 'mismatch');
  return {
    ...report.games,
    eValue: isCounted ? Math.exp(logE) : null,
    mismatchTick: mismatch?.first_difference?.tick ?? null,
  };
}
