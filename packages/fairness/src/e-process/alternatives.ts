import { logGamma } from './log-gamma.ts';
import { logSum } from './log-sum.ts';
import type { Counts } from './totals.ts';

/** The published hazard: what the process tests. */
export const NULL_HAZARD = 0.005;
/** ln of the chance to survive a tick with it. */
export const LOG_NULL_SURVIVAL = Math.log1p(-NULL_HAZARD);
const LOG_NULL = Math.log(NULL_HAZARD);

/** ln E of one alternative: its likelihood of what happened, over the published hazard's. */
type Alternative = (counts: Counts) => number;

/** The hazard is the published one times `factor`: Π (q/0.005)^y ((1 − q)/0.995)^(1 − y) with a constant q. */
function scaled(factor: number): Alternative {
  const rug = Math.log(factor);
  const survival = Math.log1p(-factor * NULL_HAZARD) - LOG_NULL_SURVIVAL;
  return ({ survived, rugs }) => rugs * rug + survived * survival;
}

const [A, B] = [1, 1 / NULL_HAZARD - 1];

/**
 * The hazard is constant and unknown: the mixture over all hazards by a Beta(1, 199), whose mean is the published one. It is
 * the same as to bet at each tick on the posterior mean (1 + rugs)/(200 + ticks), so it is predictable, and it finds what no
 * fixed factor does. ∫ h^y (1 − h)^s dBeta(a, b) = B(a + y, b + s)/B(a, b) (Gelman et al., Bayesian Data Analysis, 3rd ed.,
 * section 2.4; the method of mixtures is Robbins', Statistical methods related to the law of the iterated logarithm, 1970).
 */
const learnt: Alternative = ({ survived, rugs }) =>
  logBeta(A + rugs, B + survived) - logBeta(A, B) - rugs * LOG_NULL - survived * LOG_NULL_SURVIVAL;

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** What is bet on at the ticks of every condition, each with its share of the condition's stake. */
const ALTERNATIVES: readonly { share: number; logE: Alternative }[] = [
  { share: 0.4, logE: learnt },
  { share: 0.2, logE: scaled(0.5) },
  { share: 0.2, logE: scaled(2) },
  { share: 0.2, logE: scaled(4) },
];

/** ln of the e-value of all alternatives together, for what happened at the ticks of one condition. */
export function conditionLogE(counts: Counts): number {
  return logSum(ALTERNATIVES.map(({ share, logE }) => Math.log(share) + logE(counts)));
}
