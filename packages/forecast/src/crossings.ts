import { HORIZON, type Mixture } from './mixture.ts';

/**
 * The least tick x > t with P(N ≤ x | N > t) ≥ level, for one level after the other tick of a game. It moves little from
 * tick to tick, so each search begins where the last one ended: one look at the curve where nothing has changed.
 */
export class Crossing {
  readonly #step: number;
  #ahead = 0;

  /** @param step looks only at whole steps ahead of the current tick; 1 for every tick */
  constructor(step = 1) {
    this.#step = step;
  }

  /** A new game: the next search begins afresh. */
  reset(): void {
    this.#ahead = 0;
  }

  /** Ticks from `tick` on, a multiple of the step; at most the last one before the horizon. */
  ahead(mixture: Mixture, tick: number, level: number): number {
    const target = (1 - level) * mixture.total;
    const step = this.#step;
    const most = HORIZON - (HORIZON % step) - step;
    let ahead = this.#ahead || this.#gallop(mixture, tick, target, most);
    let side = mixture.sideOf(tick + ahead, step, target);
    while (side === 1 && ahead < most) side = mixture.sideOf(tick + (ahead += step), step, target);
    while (side === -1) side = mixture.sideOf(tick + (ahead -= step), step, target);
    this.#ahead = ahead;
    return ahead;
  }

  /** A step near the answer, in as many looks as its logarithm has digits. */
  #gallop(mixture: Mixture, tick: number, target: number, most: number): number {
    const step = this.#step;
    let high = step;
    while (high < most && mixture.aliveAt(tick + high) > target) high = Math.min(most, high * 2);
    let low = step;
    while (high - low > 2 * step) {
      const middle = low + Math.floor((high - low) / 2 / step) * step;
      if (mixture.aliveAt(tick + middle) <= target) high = middle;
      else low = middle;
    }
    return high;
  }
}
