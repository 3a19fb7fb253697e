import type { Course } from '../course.ts';
import type { ExpertMemory, Moments, TickExpert } from '../expert.ts';
import { ticksSurvived, type FinishedGame } from '../finished-game.ts';
import { LearntRate } from '../rate.ts';

/** The original's hazard factor by tick features (0.6–1.5, see `hazard_scale`) on a learnt rate. */
export class Features implements TickExpert {
  readonly kind = 'tick';
  readonly name = 'features';
  readonly key = 'features';
  readonly #rate = new LearntRate();
  #multiplier = 1;
  #exposure = 0;

  startGame(): void {
    this.#multiplier = 1;
    this.#exposure = 0;
  }

  get hazard(): number {
    const weighted = this.#rate.shape * this.#multiplier;
    return weighted / (this.#rate.rate + this.#exposure + weighted);
  }

  observe(_tick: number, { features }: Course): void {
    this.#multiplier = features.hazard_scale;
  }

  survived(ticks: number): void {
    this.#exposure += ticks * this.#multiplier;
  }

  cumulated(_tick: number, ticks: number): Moments {
    const mean = this.hazard * ticks;
    return { mean, variance: (mean * mean) / this.#rate.shape };
  }

  speaks(): boolean {
    return this.#multiplier !== 1;
  }

  endGame(game: FinishedGame): void {
    // Of a game that was not followed tick by tick only the length is known.
    this.#rate.endGame(game.endTick !== null, this.#exposure || ticksSurvived(game));
    this.startGame();
  }

  get memory(): ExpertMemory {
    return this.#rate.memory;
  }

  recall(memory: ExpertMemory): void {
    this.#rate.recall(memory);
  }
}
