import type { ExpertName } from './expert.ts';
import type { Member } from './member.ts';

const { log } = Math;

/** One name's part in what the mixture says. */
export interface Contribution {
  name: ExpertName;
  weight: number;
  prior: number;
  /** What it says itself; null while the condition that it speaks about is absent. */
  pRug: number | null;
  /** Nats of log likelihood ahead of the published rule, since the beginning. */
  evidence: number;
}

/** The members that share a name. */
export interface Group {
  name: ExpertName;
  prior: number;
  members: readonly Member[];
}

/**
 * Who has said how much, at `tick`. The first member of the first group is the published rule.
 * @param rugged what each group says by itself
 * @param total the weight of all members together
 */
export function contributionsOf(
  groups: readonly Group[],
  tick: number,
  rugged: Float64Array,
  total: number,
): Contribution[] {
  const published = groups[0]!.members[0]!.given(tick);
  const contributions: Contribution[] = [];
  for (let g = 0; g < groups.length; g++) {
    const { name, prior, members } = groups[g]!;
    let weight = 0;
    let lead = 0;
    let speaks = false;
    for (let k = 0; k < members.length; k++) {
      const member = members[k]!;
      const given = member.given(tick);
      weight += member.start * given;
      lead += member.lead * given;
      speaks ||= member.expert.speaks(tick);
    }
    contributions.push({
      name,
      weight: weight / total,
      prior,
      pRug: speaks ? rugged[g]! : null,
      evidence: log(lead / published),
    });
  }
  return contributions;
}
