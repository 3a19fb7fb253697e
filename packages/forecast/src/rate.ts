import { PUBLISHED_HAZARD } from '@ted/game';
import type { ExpertMemory } from './expert.ts';

/** Shape and rate of the prior: one end in 200 ticks, as published, worth one game. */
export const PRIOR = { shape: 1, rate: 1 / PUBLISHED_HAZARD - 1 };

/**
 * The hazard of a tick whose multiplier is 1. Exposure is Σ of the multipliers of the ticks survived; an expert that
 * says m(t) times the rate has hazard a·m / (b + exposure + a·m).
 */
export interface Rate {
  /** a; Infinity for a rate that is known. */
  readonly shape: number;
  /** b. */
  readonly rate: number;
  endGame(rugged: boolean, exposure: number): void;
  readonly memory: ExpertMemory;
  recall(memory: ExpertMemory): void;
}

/**
 * A constant but unknown rate: h ~ Beta(a, b), conjugate to ends among survived ticks, so that after `rugs` ends and
 * `exposure` survived ticks it is Beta(1 + rugs, 199 + exposure), and surviving in the running game counts at once: the
 * predictive hazard is a / (a + b + ticks survived) (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.1 and 2.4).
 * With forgetting, what was learnt is drawn towards the prior by a factor at each game's end (a power prior: Ibrahim &
 * Chen, Statistical Science 15, 2000), which follows a rate that changes.
 */
export class LearntRate implements Rate {
  readonly #keep: number;
  #shape = PRIOR.shape;
  #rate = PRIOR.rate;

  /** @param keep share of what was learnt that is kept at each game's end */
  constructor(keep = 1) {
    this.#keep = keep;
  }

  get shape(): number {
    return this.#shape;
  }

  get rate(): number {
    return this.#rate;
  }

  endGame(rugged: boolean, exposure: number): void {
    this.#shape = PRIOR.shape + this.#keep * (this.#shape - PRIOR.shape) + (rugged ? 1 : 0);
    this.#rate = PRIOR.rate + this.#keep * (this.#rate - PRIOR.rate) + exposure;
  }

  get memory(): ExpertMemory {
    return { shape: this.#shape, rate: this.#rate };
  }

  recall({ shape, rate }: ExpertMemory): void {
    this.#shape = shape as number;
    this.#rate = rate as number;
  }
}

/** The published rate, which nothing teaches. */
export const publishedRate: Rate = {
  shape: Infinity,
  rate: Infinity,
  endGame: () => undefined,
  memory: {},
  recall: () => undefined,
};
