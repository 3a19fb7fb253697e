import type { Course } from '../course.ts';
import type { ExpertMemory, Moments, TickExpert } from '../expert.ts';
import { ticksSurvived, type FinishedGame } from '../finished-game.ts';
import { LearntRate } from '../rate.ts';

const { exp, log, max, min, sqrt } = Math;

/** The multiplier is clipped to a quarter and four times. */
const MOST = log(4);
const FEATURES = 6;
/** Step of the gradient at the first game; it falls with the square root of the games. */
const STEP = 0.05;

/**
 * Log-linear hazard: h = rate · e^(θ · x(t)), the rate conjugate as everywhere, θ learnt online. The log likelihood of a
 * tick is y·ln h − h, its gradient in θ is (y − h)·x (Cox's model with a constant baseline, as a Poisson regression: Holford,
 * Biometrics 36, 1980). Each game is one step, and steps fall with the root of their number (Zinkevich, ICML 2003: regret
 * O(√G)). Features are bounded.
 */
export class LogLinear implements TickExpert {
  readonly kind = 'tick';
  readonly name = 'log-linear';
  readonly key = 'log-linear';
  readonly #rate = new LearntRate();
  readonly #theta = new Float64Array(FEATURES);
  readonly #x = new Float64Array(FEATURES);
  readonly #gradient = new Float64Array(FEATURES);
  #steps = 0;
  #multiplier = 1;
  #exposure = 0;

  startGame(): void {
    this.#gradient.fill(0);
    this.#x.fill(0);
    this.#multiplier = 1;
    this.#exposure = 0;
  }

  get hazard(): number {
    const weighted = this.#rate.shape * this.#multiplier;
    return weighted / (this.#rate.rate + this.#exposure + weighted);
  }

  observe(_tick: number, { price, features }: Course): void {
    const x = this.#x;
    x[0] = bounded(features.drawdown);
    x[1] = bounded(10 * features.r_std40 - 1);
    x[2] = bounded(20 * features.r_mean40);
    x[3] = bounded(features.since_peak / 100);
    x[4] = bounded(log(max(price, 0.01)) / 2);
    x[5] = bounded(2 * (features.ema10 / features.ema40 - 1));
    let sum = 0;
    for (let i = 0; i < FEATURES; i++) sum += this.#theta[i]! * x[i]!;
    this.#multiplier = exp(min(MOST, max(-MOST, sum)));
  }

  survived(ticks: number): void {
    const expected = ticks * this.hazard;
    for (let i = 0; i < FEATURES; i++) this.#gradient[i]! -= expected * this.#x[i]!;
    this.#exposure += ticks * this.#multiplier;
  }

  cumulated(_tick: number, ticks: number): Moments {
    const mean = this.hazard * ticks;
    return { mean, variance: (mean * mean) / this.#rate.shape };
  }

  speaks(): boolean {
    return true;
  }

  endGame(game: FinishedGame): void {
    if (this.#exposure > 0) this.#learn(game.endTick !== null);
    this.#rate.endGame(game.endTick !== null, this.#exposure || ticksSurvived(game));
    this.startGame();
  }

  get memory(): ExpertMemory {
    return { ...this.#rate.memory, theta: [...this.#theta], steps: this.#steps };
  }

  recall({ theta, steps, ...rate }: ExpertMemory): void {
    this.#rate.recall(rate);
    this.#theta.set(theta as number[]);
    this.#steps = steps as number;
  }

  #learn(rugged: boolean): void {
    this.#steps++;
    const step = STEP / sqrt(this.#steps);
    const seen = rugged ? 1 - this.hazard : 0;
    for (let i = 0; i < FEATURES; i++) this.#theta[i]! += step * (this.#gradient[i]! + seen * this.#x[i]!);
  }
}

const bounded = (x: number): number => min(3, max(-3, x));
