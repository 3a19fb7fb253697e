import { count, evidence } from '../format/numbers.ts';
import { STRONG_EVIDENCE } from '../game.ts';
import type { Answer } from './answer.ts';

/** What the two checks have found: the replay of each game, and the statistics over all. */
export interface FairnessFindings {
  verified: number;
  mismatch: number;
  unverifiable: number;
  waiting: number;
  /** The e-value against the published rule; null while none is counted. */
  eValue: number | null;
  /** First tick at which a game that does not match differs; null where it is not known. */
  mismatchTick: number | null;
}

/** With a smaller share of checkable games, "fair" is said with a reservation. */
const LEAST_CHECKABLE = 0.8;

/** Is the game fair? Null findings: they cannot be had at the moment. */
export function fair(findings: FairnessFindings | null): Answer {
  const about = { question: 'Is the game fair?', href: '/fairness' };
  if (!findings)
    return { ...about, icon: 'unknown', says: 'Not known', reason: 'The verified games cannot be read now.' };
  const { verified, mismatch, unverifiable, waiting, eValue, mismatchTick } = findings;
  const games = verified + mismatch + unverifiable;
  if (games === 0) {
    const reason =
      waiting === 0
        ? 'No game verified yet. The first seed is revealed when the first game ends.'
        : `${count(waiting)} ${waiting === 1 ? 'game waits' : 'games wait'} for the check.`;
    return { ...about, icon: 'unknown', says: 'Not known yet', reason };
  }
  if (mismatch > 0) {
    const first = mismatchTick === null ? '' : `, first at tick ${mismatchTick}`;
    const reason =
      mismatch === 1
        ? `1 of ${count(games)} games differs from its seed${first}.`
        : `${count(mismatch)} of ${count(games)} games differ from their seeds${first}.`;
    return {
      ...about,
      icon: 'bad',
      says: mismatch === 1 ? 'A game does not match' : 'Games do not match',
      reason,
    };
  }
  if (eValue !== null && eValue >= STRONG_EVIDENCE) {
    return {
      ...about,
      icon: 'warn',
      says: 'Not by the published rule',
      reason: `Evidence ${evidence(eValue)}. Ends come at another rate or depend on the past; a changed setting can do that too.`,
    };
  }
  const statistics =
    eValue === null
      ? 'Evidence is not counted yet.'
      : `Evidence against it ${evidence(eValue)}; ${STRONG_EVIDENCE} would be strong.`;
  const isChecked = verified / games >= LEAST_CHECKABLE;
  return {
    ...about,
    icon: 'ok',
    short: {
      says: isChecked ? 'Fair so far' : 'Fair as far as checked',
      reason: `${count(verified)} of ${count(games)} verified, 0 mismatches`,
    },
    says: isChecked ? 'Fair so far' : 'Fair as far as it could be checked',
    reason: `${count(verified)} of ${count(games)} games verified, 0 mismatches. ${statistics}`,
  };
}
