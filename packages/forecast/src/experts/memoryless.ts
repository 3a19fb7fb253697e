import { WINDOW_TICKS } from '@ted/game';
import type { Expert, ExpertMemory, FinishedGame } from '../expert.ts';
import { gammaTail } from '../gamma-tail.ts';

/**
 * A constant but unknown hazard. In continuous time the rate λ has the conjugate prior Gamma(1, 199), so that after
 * `rugs` ends in `exposure` ticks it is Gamma(1 + rugs, 199 + exposure), and the predictive survival of j ticks is the
 * Lomax tail (b / (b + j))^a (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6: exponential model).
 */
export class Memoryless implements Expert {
  readonly name = 'memoryless';
  #shape = 1;
  #rate = 199;

  startGame(): void {}

  hazard(): number {
    return 1 - this.survival(0, 1);
  }

  survival(_tick: number, ticks: number): number {
    return (this.#rate / (this.#rate + ticks)) ** this.#shape;
  }

  probabilityAbove(threshold: number): number {
    // p_rug_40 = 1 − e^(−40 λ) is above the threshold iff λ is above this one.
    const rate = -Math.log(1 - threshold) / WINDOW_TICKS;
    return gammaTail(rate, this.#shape, this.#rate);
  }

  endGame(game: FinishedGame): void {
    if (game.endTick !== null) this.#shape += 1;
    this.#rate += Math.max(0, (game.endTick ?? game.lastTick) - game.startTick);
  }

  get memory(): ExpertMemory {
    return { shape: this.#shape, rate: this.#rate };
  }

  recall({ shape, rate }: ExpertMemory): void {
    this.#shape = shape ?? this.#shape;
    this.#rate = rate ?? this.#rate;
  }
}
