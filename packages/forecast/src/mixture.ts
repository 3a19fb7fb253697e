import type { TickFeatures } from '@ted/game';
import type { Expert, ExpertMemory, FinishedGame } from './expert.ts';

/** Shared back to the prior at each game's end (Herbster & Warmuth, Tracking the best expert, 1998: fixed share). */
const SHARE = 1 / 500;

export interface WeightedExpert {
  expert: Expert;
  /** Weight before anything was seen; the priors sum to 1. */
  prior: number;
}

/** What a mixture has learnt from finished games: by expert, its weight at the last game's start and its own memory. */
export type MixtureMemory = Record<string, { weight: number; memory: ExpertMemory }>;

/**
 * Online Bayesian mixture of hazards: each tick multiplies an expert's weight by the probability that it gave to what
 * happened. Survival curves are mixed, never hazards, because the weights themselves depend on surviving.
 */
export class Mixture {
  readonly #experts: readonly WeightedExpert[];
  readonly #weights: Float64Array;
  /** As they were when the running game began. */
  #weightsAtStart: Float64Array;

  constructor(experts: readonly WeightedExpert[]) {
    this.#experts = experts;
    this.#weights = Float64Array.from(experts, ({ prior }) => prior);
    this.#weightsAtStart = this.#weights.slice();
  }

  get contributions(): { name: string; weight: number; prior: number }[] {
    return this.#experts.map(({ expert, prior }, k) => ({
      name: expert.name,
      weight: this.#weights[k]!,
      prior,
    }));
  }

  /** Nothing of the running game is in it: whoever recalls it is told the game's ticks again. */
  get memory(): MixtureMemory {
    return Object.fromEntries(
      this.#experts.map(({ expert }, k) => [
        expert.name,
        { weight: this.#weightsAtStart[k]!, memory: expert.memory },
      ]),
    );
  }

  /** Goes on from what {@link memory} said. The experts must be the same. */
  recall(memory: MixtureMemory): void {
    for (const [k, { expert, prior }] of this.#experts.entries()) {
      const own = memory[expert.name];
      this.#weights[k] = own?.weight ?? prior;
      if (own) expert.recall(own.memory);
    }
    this.#weightsAtStart = this.#weights.slice();
  }

  startGame(): void {
    this.#weightsAtStart = this.#weights.slice();
    for (const { expert } of this.#experts) expert.startGame();
  }

  /** h(t) of the mixture: Σ w_k h_k(t). */
  hazard(tick: number, features: TickFeatures): number {
    return this.#average(({ expert }) => expert.hazard(tick, features));
  }

  /** P(N > t + j | N > t): Σ w_k S_k(t, j). */
  survival(tick: number, ticks: number): number {
    return this.#average(({ expert }) => expert.survival(tick, ticks));
  }

  /** Posterior probability that p_rug_40 is above the threshold: Σ w_k P_k. */
  probabilityAbove(threshold: number, tick: number): number {
    return this.#average(({ expert }) => expert.probabilityAbove(threshold, tick));
  }

  /** The game was still alive one tick after `tick`. */
  survived(tick: number, features: TickFeatures): void {
    this.#reweight((expert) => 1 - expert.hazard(tick, features));
  }

  /** The game ended one tick after `tick`. */
  rugged(tick: number, features: TickFeatures): void {
    this.#reweight((expert) => expert.hazard(tick, features));
  }

  /** Between games only. */
  endGame(game: FinishedGame): void {
    this.#experts.forEach(({ expert, prior }, k) => {
      expert.endGame(game);
      this.#weights[k] = (1 - SHARE) * this.#weights[k]! + SHARE * prior;
    });
    this.#weightsAtStart = this.#weights.slice();
  }

  #average(of: (expert: WeightedExpert) => number): number {
    let sum = 0;
    for (let k = 0; k < this.#experts.length; k++) sum += this.#weights[k]! * of(this.#experts[k]!);
    return sum;
  }

  #reweight(likelihood: (expert: Expert) => number): void {
    let total = 0;
    for (let k = 0; k < this.#experts.length; k++) {
      this.#weights[k] = this.#weights[k]! * likelihood(this.#experts[k]!.expert);
      total += this.#weights[k]!;
    }
    for (let k = 0; k < this.#weights.length; k++) this.#weights[k] = this.#weights[k]! / total;
  }
}
