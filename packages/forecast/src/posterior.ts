import type { Moments } from './expert.ts';
import { gammaTail } from './gamma-tail.ts';

const { expm1, log1p, max, sqrt, min } = Math;

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
  readonly #parts: (Moments & { weight: number })[] = [];

  add(weight: number, moments: Moments): void {
    if (weight > NEGLIGIBLE) this.#parts.push({ weight, ...moments });
  }

  /** P(p > threshold). */
  above(threshold: number): number {
    return this.#above(-log1p(-threshold));
  }

  /** The central 95% of p. */
  get range(): { low: number; high: number } {
    let mean = 0;
    let square = 0;
    for (const part of this.#parts) {
      mean += part.weight * part.mean;
      square += part.weight * (part.variance + part.mean * part.mean);
    }
    const reach = WIDTH * sqrt(max(0, square - mean * mean)) + 1e-9;
    const end = (tail: number) => {
      let low = max(0, mean - reach);
      let high = mean + reach;
      for (let i = 0; i < STEPS; i++) {
        const middle = (low + high) / 2;
        if (this.#above(middle) > tail) low = middle;
        else high = middle;
      }
      return -expm1(-(low + high) / 2);
    };
    return { low: end(1 - TAIL), high: end(TAIL) };
  }

  #above(cumulated: number): number {
    let above = 0;
    for (const { weight, mean, variance } of this.#parts) {
      if (variance > 0) above += weight * gammaTail(cumulated, (mean * mean) / variance, mean / variance);
      else if (mean > cumulated) above += weight;
    }
    // The weights sum to 1 but for rounding, and a probability above 1 is refused by whoever stores it.
    return min(1, max(0, above));
  }
}
