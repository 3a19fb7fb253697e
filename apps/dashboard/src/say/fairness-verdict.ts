import type { IconName } from '../components/Icon.tsx';
import { count, evidence } from '../format/numbers.ts';
import { STRONG_EVIDENCE } from '../game.ts';
import type { FairnessFindings } from './fair.ts';

/** The fairness page's heading: both checks in one sentence, the worst first. */
export function fairnessVerdict({ verified, mismatch, unverifiable, eValue }: FairnessFindings): {
  icon: IconName;
  tone: 'plain' | 'warn' | 'bad';
  title: string;
} {
  const games = verified + mismatch + unverifiable;
  const checked = `${count(verified)} ${verified === 1 ? 'game' : 'games'} verified`;
  if (games === 0)
    return { icon: 'unknown', tone: 'plain', title: 'Not known yet: no game has been verified' };
  if (mismatch > 0) {
    const title =
      mismatch === 1
        ? `A game does not match: 1 of ${count(games)} differs from its seed`
        : `Games do not match: ${count(mismatch)} of ${count(games)} differ from their seeds`;
    return { icon: 'bad', tone: 'bad', title };
  }
  if (eValue !== null && eValue >= STRONG_EVIDENCE) {
    const title = `Not by the published rule: evidence ${evidence(eValue)}, though ${checked} and none wrong`;
    return { icon: 'warn', tone: 'warn', title };
  }
  const statistics = eValue === null ? 'the statistics are still warming up' : 'no evidence against the rule';
  return { icon: 'ok', tone: 'plain', title: `Fair so far: ${checked}, none wrong, ${statistics}` };
}

/** What the e-value means, in one sentence. */
export function evidenceSentence(eValue: number): string {
  const side =
    eValue < 1
      ? 'Below 1 the evidence speaks for the rule.'
      : eValue < STRONG_EVIDENCE
        ? `Below ${STRONG_EVIDENCE} it is no strong evidence against the rule.`
        : 'That is strong evidence: ends come at another rate or depend on the past. A changed setting can do that too.';
  return `someone who had staked 1 against the published rule (0.5% at every tick) would hold ${evidence(eValue)} now. A fair game reaches ${STRONG_EVIDENCE} at most once in ${STRONG_EVIDENCE} such histories, however often one looks. ${side}`;
}
