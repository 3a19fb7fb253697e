import type { Moments } from './expert.ts';
import { gammaTail, normalTail, type GammaTail } from './gamma-tail.ts';

const { cbrt, expm1, log1p, max, sqrt, min } = Math;

/** Weight below which a part is left out: it moves no probability that is shown. */
const NEGLIGIBLE = 1e-5;
/** Of the posterior, on either side of the range. */
const TAIL = 0.025;
/** The range's ends are found to a step of so many, from six standard deviations below the mean to six above. */
const STEPS = 4096;
const WIDTH = 6;

/** At which steps the range's ends were found last: the next tick's are near. */
export interface RangeSteps {
  low: number;
  high: number;
}
export const rangeSteps = (): RangeSteps => ({ low: STEPS / 2, high: STEPS / 2 });

/**
 * What a mixture believes of p, the probability that the game ends within some ticks: p = 1 − e^(−Λ), Λ the summed hazard,
 * of which each expert has a gamma distribution (by its mean and variance; a point where nothing is learnt).
 */
export class Posterior {
  readonly #points: { weight: number; mean: number }[] = [];
  readonly #gammas: ({ weight: number } & GammaTail)[] = [];
  #mean = 0;
  #square = 0;

  add(weight: number, { mean, variance }: Moments): void {
    if (weight <= NEGLIGIBLE) return;
    this.#mean += weight * mean;
    this.#square += weight * (variance + mean * mean);
    if (variance > 0) {
      const { scale, offset } = gammaTail(mean, variance);
      this.#gammas.push({ weight, scale, offset });
    } else this.#points.push({ weight, mean });
  }

  /** P(p > threshold). */
  above(threshold: number): number {
    return this.#above(-log1p(-threshold));
  }

  /**
   * The central 95% of p.
   * @param near where to look first, and what becomes where they were found; the answer does not depend on it
   */
  range(near = rangeSteps()): { low: number; high: number } {
    const reach = WIDTH * sqrt(max(0, this.#square - this.#mean * this.#mean)) + 1e-9;
    const from = max(0, this.#mean - reach);
    const step = (this.#mean + reach - from) / STEPS;
    near.low = this.#stepOf(1 - TAIL, near.low, from, step);
    near.high = this.#stepOf(TAIL, near.high, from, step);
    const middleOf = (found: number) => -expm1(-(from + (found + 0.5) * step));
    return { low: middleOf(near.low), high: middleOf(near.high) };
  }

  /** The step within which what lies above falls to `tail`. */
  #stepOf(tail: number, near: number, from: number, step: number): number {
    let low = 0;
    let high = STEPS;
    let next = max(1, near);
    for (let stride = 1; high - low > 1; stride *= 4) {
      if (this.#above(from + next * step) > tail) low = next;
      else high = next;
      // Further and further away until it lies between two, then half of what is between.
      if (high === STEPS) next = min(low + stride, STEPS - 1);
      else if (low === 0) next = max(high - stride, 1);
      else next = (low + high) >> 1;
    }
    return low;
  }

  #above(cumulated: number): number {
    let above = 0;
    const root = cbrt(cumulated);
    for (let i = 0; i < this.#gammas.length; i++) {
      const { weight, scale, offset } = this.#gammas[i]!;
      above += weight * normalTail(scale * root - offset);
    }
    for (let i = 0; i < this.#points.length; i++) {
      const { weight, mean } = this.#points[i]!;
      if (mean > cumulated) above += weight;
    }
    // The weights sum to 1 but for rounding, and a probability above 1 is refused by whoever stores it.
    return min(1, max(0, above));
  }
}
