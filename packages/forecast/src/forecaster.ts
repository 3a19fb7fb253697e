import { FeatureTracker, WINDOW_TICKS, type TickFeatures } from '@ted/game';
import { AdaptiveLevel } from './conformal.ts';
import { Memoryless } from './experts/memoryless.ts';
import { PublishedConstant } from './experts/published.ts';
import type { FinishedGame } from './expert.ts';
import { Mixture, type MixtureMemory } from './mixture.ts';
import { leastTicks } from './quantiles.ts';
import { SideBetPolicy, type SideBetAdvice, type SideBetOptions } from './side-bet.ts';

/** Stored with every prediction: changes with anything that changes a forecast. */
export const MODEL_VERSION = 'mixture-2';
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
  /** End ticks that are not passed with probability 0.1, 0.2 … 0.9. */
  deciles: number[];
  /** P(N > tick + 20 · i | N > tick), i = 1 … 40. */
  survival: number[];
  /** Interval of whole windows that is to hold the end with probability 0.85; `lower` is the next tick. */
  interval: { lower: number; upper: number; windows: number };
  /** The mixture's probability that the end lies in the interval. */
  confidence: number;
  experts: { name: string; weight: number; prior: number }[];
  sideBet: SideBetAdvice;
  features: TickFeatures;
}

/**
 * What a forecaster needs to go on in another process. Of the running game it holds only what its ticks do not tell: they are
 * observed again, from the first one on.
 */
export interface ForecasterMemory {
  mixture: MixtureMemory;
  level: number;
  nextBetTick: number;
  toLearn: FinishedGame[];
}

/** The champion model: follows one game at a time and learns from each finished one. */
export class Forecaster {
  readonly #mixture = new Mixture([
    { expert: new PublishedConstant(), prior: 0.5 },
    { expert: new Memoryless(), prior: 0.5 },
  ]);
  readonly #level: AdaptiveLevel;
  readonly #policy: SideBetPolicy;
  #features = new FeatureTracker();
  #lastTick = -1;
  /** Upper interval bounds that were given in the running game, the newest last. */
  #uppers: number[] = [];
  /** Games that became known while another one runs: weights and rates move between games only. */
  #toLearn: FinishedGame[] = [];

  /** @param memory of an earlier process; its running game goes on with the next tick that is observed */
  constructor(options: SideBetOptions, memory?: ForecasterMemory) {
    this.#policy = new SideBetPolicy(options);
    this.#level = new AdaptiveLevel(memory?.level);
    if (!memory) return;
    this.#mixture.recall(memory.mixture);
    this.#toLearn = [...memory.toLearn];
    this.#policy.startGame(memory.nextBetTick);
  }

  get memory(): ForecasterMemory {
    return {
      mixture: this.#mixture.memory,
      level: this.#level.level,
      nextBetTick: this.#policy.nextBetTick,
      toLearn: this.#toLearn,
    };
  }

  startGame(): void {
    this.#features = new FeatureTracker();
    this.#lastTick = -1;
    this.#uppers = [];
    for (const game of this.#toLearn.splice(0)) this.#mixture.endGame(game);
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
    // Also for ticks that were learnt afterwards: it is what would have been said, from nothing but the ticks before.
    this.#uppers.push(this.#upper(tick));
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
    const deciles = Array.from({ length: 9 }, (_, i) => tick + leastTicks(survival, (i + 1) / 10));
    const upper = this.#lastTick < 0 ? this.#upper(tick) : this.#uppers.at(-1)!;
    const certainty = this.#mixture.probabilityAbove(this.#policy.threshold, tick);
    return {
      tick,
      hazard: this.#mixture.hazard(tick, features),
      pRug40,
      q10: deciles[0]!,
      q50: deciles[4]!,
      q90: deciles[8]!,
      deciles,
      survival: Array.from({ length: 40 }, (_, i) => survival(20 * (i + 1))),
      interval: { lower: tick + 1, upper, windows: (upper - tick) / WINDOW_TICKS },
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

  /** Learns the rate from a game that was not followed (the feed's own history); while a game runs, after its end. */
  learn(game: FinishedGame): void {
    if (this.#lastTick >= 0) this.#toLearn.push(game);
    else this.#mixture.endGame(game);
  }

  /** The first whole number of windows from `tick` on that holds the end with the adaptive level's probability. */
  #upper(tick: number): number {
    const survival = (ticks: number) => this.#mixture.survival(tick, ticks);
    const windows = Math.ceil(leastTicks(survival, this.#level.level) / WINDOW_TICKS);
    return tick + Math.min(MAX_WINDOWS, windows) * WINDOW_TICKS;
  }
}
