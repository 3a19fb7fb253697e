import { conditionLogE } from './alternatives.ts';
import { CONDITIONS, FORECAST_STAKE } from './conditions.ts';
import { logSum } from './log-sum.ts';
import { sumOf, type Totals } from './totals.ts';

/**
 * The alternatives that have lost against ten thousand fair games would need as many others to find that games are no longer
 * fair. So the stake is divided over starting points, each a process of its own that holds its share in hand until then:
 * game 0, 500, 1000, 2000, 4000 … Starting point j has the share 1/((j + 1)(j + 2)); all of them are 1 together. A convex
 * mixture of e-processes is one again (Ramdas et al. 2023, section 4), wherever each of them begins.
 */
export const epochStart = (epoch: number): number => (epoch === 0 ? 0 : 250 * 2 ** epoch);

const share = (epoch: number): number => 1 / ((epoch + 1) * (epoch + 2));
/** What the starting points from this one on hold together. */
const heldBack = (epoch: number): number => 1 / (epoch + 1);

/**
 * ln E of everything: Σ_j share_j · Σ_k stake_k · E_k of what has happened since j began, exactly.
 * @param starts the totals at each starting point that has begun
 */
export function logE(totals: Totals, starts: readonly Totals[]): number {
  return logSum([
    Math.log(heldBack(starts.length)),
    ...starts.map((start, epoch) => Math.log(share(epoch)) + stakeLogE(sumOf(totals, start, -1))),
  ]);
}

function stakeLogE({ counts, forecast }: Totals): number {
  return logSum([
    Math.log(FORECAST_STAKE) + forecast,
    ...CONDITIONS.map(({ stake }, k) => Math.log(stake) + conditionLogE(counts[k]!)),
  ]);
}
