import { FeatureTracker, WINDOW_TICKS, type TickFeatures } from '@ted/game';
import { AdaptiveLevel } from './conformal.ts';
import { Memoryless } from './experts/memoryless.ts';
import { PublishedConstant } from './experts/published.ts';
import type { FinishedGame } from './expert.ts';
import { Mixture } from './mixture.ts';
import { leastTicks } from './quantiles.ts';
import { SideBetPolicy, type SideBetAdvice, type SideBetOptions } from './side-bet.ts';

/** Stored with every prediction: changes with anything that changes a forecast. */
export const MODEL_VERSION = 'mixture-1';
const MAX_WINDOWS = 125;

/** Everything that TED says at one tick. Ticks are absolute ticks of the game. */
export interface Forecast {
  tick: number;
  hazard: number;
  /** P(t < N ≤ t + 40 | N > t). */
  pRug40: number;
  q10: number;
  q50: number;
  q90: number;
  /** Interval of whole windows that is to hold the end with probability 0.85; `lower` is the next tick. */
  interval: { lower: number; upper: number; windows: number };
  /** The mixture's probability that the end lies in the interval. */
  confidence: number;
  experts: { name: string; weight: number; prior: number }[];
  sideBet: SideBetAdvice;
  features: TickFeatures;
}

/** The champion model: follows one game at a time and learns from each finished one. */
export class Forecaster {
  readonly #mixture = new Mixture([
    { expert: new PublishedConstant(), prior: 0.5 },
    { expert: new Memoryless(), prior: 0.5 },
  ]);
  readonly #level = new AdaptiveLevel();
  readonly #policy: SideBetPolicy;
  #features = new FeatureTracker();
  #lastTick = -1;
  #uppers: number[] = [];

  constructor(options: SideBetOptions) {
    this.#policy = new SideBetPolicy(options);
  }

  startGame(): void {
    this.#features = new FeatureTracker();
    this.#lastTick = -1;
    this.#uppers = [];
    this.#mixture.startGame();
    this.#policy.startGame();
  }

  /**
   * The game is alive at `tick` with this price. Call for every tick that is known, in order; ticks that nobody knows
   * were survived all the same.
   */
  observe(tick: number, price: number): void {
    const before = this.#features.current;
    if (this.#lastTick >= 0) {
      for (let alive = this.#lastTick; alive < tick; alive++) this.#mixture.survived(alive, before);
    }
    this.#features.update(tick, price);
    this.#lastTick = tick;
  }

  get features(): TickFeatures {
    return this.#features.current;
  }

  /** The forecast at the newest observed tick (0 before a game's first one). `live` ones may recommend a bet. */
  forecast(live: boolean): Forecast {
    const tick = Math.max(0, this.#lastTick);
    const features = this.#features.current;
    const survival = (ticks: number) => this.#mixture.survival(tick, ticks);
    const pRug40 = 1 - survival(WINDOW_TICKS);
    const windows = Math.min(MAX_WINDOWS, Math.ceil(leastTicks(survival, this.#level.level) / WINDOW_TICKS));
    const upper = tick + windows * WINDOW_TICKS;
    if (live) this.#uppers.push(upper);
    const certainty = this.#mixture.probabilityAbove(this.#policy.threshold, tick);
    return {
      tick,
      hazard: this.#mixture.hazard(tick, features),
      pRug40,
      q10: tick + leastTicks(survival, 0.1),
      q50: tick + leastTicks(survival, 0.5),
      q90: tick + leastTicks(survival, 0.9),
      interval: { lower: tick + 1, upper, windows },
      confidence: 1 - survival(upper - tick),
      experts: this.#mixture.contributions,
      sideBet: this.#policy.advise(tick, pRug40, certainty, live),
      features,
    };
  }

  /** The game has ended, or its end will never be known (`endTick` null). */
  endGame(game: FinishedGame): void {
    if (game.endTick !== null && this.#lastTick >= 0) {
      const features = this.#features.current;
      for (let alive = this.#lastTick; alive < game.endTick - 1; alive++)
        this.#mixture.survived(alive, features);
      if (game.endTick > this.#lastTick) this.#mixture.rugged(game.endTick - 1, features);
      const misses = this.#uppers.filter((upper) => game.endTick! > upper).length;
      this.#level.endGame(misses, this.#uppers.length);
    }
    this.#mixture.endGame(game);
    this.startGame();
  }

  /** Learns the rate from a game that was not followed (the feed's own history). */
  learn(game: FinishedGame): void {
    this.#mixture.endGame(game);
  }
}
