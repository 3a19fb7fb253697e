import type { Moments } from './expert.ts';
import { gammaTail, normalTail, type GammaTail } from './gamma-tail.ts';

const { cbrt, expm1, log1p, max, sqrt, min } = Math;

/** Weight below which a part is left out: it moves no probability that is shown. */
const NEGLIGIBLE = 1e-5;
/** Of the posterior, on either side of the range. */
const TAIL = 0.025;
/** The range's ends are found to 2^-12 of twelve standard deviations. */
const STEPS = 12;
const WIDTH = 6;

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

  /** The central 95% of p. */
  get range(): { low: number; high: number } {
    const reach = WIDTH * sqrt(max(0, this.#square - this.#mean * this.#mean)) + 1e-9;
    return { low: this.#end(1 - TAIL, reach), high: this.#end(TAIL, reach) };
  }

  #end(tail: number, reach: number): number {
    let low = max(0, this.#mean - reach);
    let high = this.#mean + reach;
    for (let i = 0; i < STEPS; i++) {
      const middle = (low + high) / 2;
      if (this.#above(middle) > tail) low = middle;
      else high = middle;
    }
    return -expm1(-(low + high) / 2);
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
