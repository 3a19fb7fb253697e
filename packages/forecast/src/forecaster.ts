import { FeatureTracker, WINDOW_TICKS, type TickFeatures } from '@ted/game';
import { AdaptiveLevel } from './conformal.ts';
import { Crossing } from './crossings.ts';
import type { ExpertName } from './expert.ts';
import type { FinishedGame } from './finished-game.ts';
import type { Contribution } from './contributions.ts';
import { Mixture, type MixtureMemory } from './mixture.ts';
import { MODEL_VERSION, MODELS, type ModelVersion } from './models.ts';
import { GameLedger, type ScoredGame } from './scores/game-ledger.ts';
import { Scoreboard, type ScoreboardMemory } from './scores/scoreboard.ts';
import { rangeSteps } from './posterior.ts';
import type { Quantiles } from './quantiles.ts';
import { SideBetPolicy, type SideBetAdvice, type SideBetOptions } from './side-bet.ts';

const SURVIVAL = { step: 20, points: 40 };

/** What TED says at one tick. Ticks are absolute ticks of the game. */
export interface Forecast {
  tick: number;
  hazard: number;
  /** P(t < N ≤ t + 40 | N > t). */
  pRug40: number;
  quantiles: Quantiles;
  /** Interval of whole windows that is to hold the end with probability 0.85; `lower` is the next tick. */
  interval: { lower: number; upper: number; windows: number };
  /** The mixture's probability that the end lies in the interval. */
  confidence: number;
  sideBet: SideBetAdvice;
}

/** Why TED says so: asked for where someone looks or stores, not at every tick. */
export interface Reasons {
  experts: Contribution[];
  /** P(N > t + 20 · i | N > t), i = 1 … 40. */
  survival: number[];
  /** The 95% posterior range of p_rug_40. */
  range: { low: number; high: number };
  features: TickFeatures;
}

/** A forecast with its reasons, as it is shown and stored. */
export type Statement = Forecast & Reasons;

/**
 * What a forecaster needs to go on in another process. Of the running game it holds only what its ticks do not tell: they are
 * observed again, from the first one on.
 */
export interface ForecasterMemory {
  mixture: MixtureMemory;
  level: number;
  nextBetTick: number;
  toLearn: FinishedGame[];
  scoreboard: ScoreboardMemory;
}

/** One model at work: follows one game at a time, learns from each finished one, and keeps its own scores. */
export class Forecaster {
  readonly version: ModelVersion;
  readonly #mixture: Mixture;
  readonly #level: AdaptiveLevel;
  readonly #policy: SideBetPolicy;
  readonly #ledger: GameLedger;
  readonly #scoreboard: Scoreboard;
  readonly #deciles = Array.from({ length: 9 }, () => new Crossing());
  readonly #bound = new Crossing(WINDOW_TICKS);
  readonly #rangeSteps = rangeSteps();
  readonly #features = new FeatureTracker();
  #lastTick = -1;
  /** Upper interval bounds that were given in the running game: one for each tick observed. */
  #uppers = new Int32Array(1024);
  #upperCount = 0;
  /** Games that became known while another one runs: weights and rates move between games only. */
  #toLearn: FinishedGame[] = [];

  /** @param memory of an earlier process; its running game goes on with the next tick that is observed */
  constructor(options: SideBetOptions, memory?: ForecasterMemory, version: ModelVersion = MODEL_VERSION) {
    this.version = version;
    this.#mixture = new Mixture(MODELS[version]());
    this.#policy = new SideBetPolicy(options);
    this.#level = new AdaptiveLevel(memory?.level);
    this.#ledger = new GameLedger(this.#mixture.names);
    this.#scoreboard = new Scoreboard(this.#mixture.names, memory?.scoreboard);
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
      scoreboard: this.#scoreboard.memory,
    };
  }

  /** First tick of the running game at which a bet is possible. */
  get nextBetTick(): number {
    return this.#policy.nextBetTick;
  }

  /** The experts of this model, by name. */
  get names(): readonly ExpertName[] {
    return this.#mixture.names;
  }

  /** The expert that has more than half of the weight; undefined if none has. */
  get majority(): ExpertName | undefined {
    return this.#mixture.majority;
  }

  get scoreboard(): Scoreboard {
    return this.#scoreboard;
  }

  startGame(): void {
    for (const game of this.#toLearn.splice(0)) this.#mixture.learn(game);
    this.#features.startGame();
    this.#lastTick = -1;
    this.#upperCount = 0;
    this.#bound.reset();
    for (const crossing of this.#deciles) crossing.reset();
    this.#mixture.startGame();
    this.#policy.startGame();
    this.#ledger.startGame();
  }

  /**
   * The game is alive at `tick` with this price. Call for every tick that is known, in order; ticks that nobody knows
   * were survived all the same.
   */
  observe(tick: number, price: number): void {
    const features = this.#features.update(tick, price);
    this.#mixture.observe(tick, { price, peak: this.#features.peak, features });
    this.#lastTick = tick;
    // Also for ticks that were learnt afterwards: it is what would have been said, from nothing but the ticks before.
    this.#giveUpper(this.#upper(tick));
  }

  /** Of the tick observed last; the same object at every tick. */
  get features(): Readonly<TickFeatures> {
    return this.#features.current;
  }

  /** P(N = t + 1 | N > t) at the tick observed last; at tick 0 before a game's first one. */
  get hazard(): number {
    return this.#mixture.hazard;
  }

  /**
   * The forecast at the newest observed tick (0 before a game's first one).
   * @param live it is made at that tick, not afterwards: it may recommend a bet, and it is scored
   */
  forecast(live: boolean): Forecast {
    const tick = Math.max(0, this.#lastTick);
    const mixture = this.#mixture;
    const upper = this.#lastTick < 0 ? this.#upper(tick) : this.#uppers[this.#upperCount - 1]!;
    const pRug40 = 1 - mixture.survival(WINDOW_TICKS);
    const quantiles = this.#quantiles(tick);
    if (live) this.#ledger.say(tick, pRug40, upper, quantiles, mixture);
    const { threshold } = this.#policy;
    // Below break-even nobody needs to know how surely.
    const certainty = pRug40 > threshold ? mixture.posterior(WINDOW_TICKS).above(threshold) : 0;
    return {
      tick,
      hazard: mixture.hazard,
      pRug40,
      quantiles,
      interval: { lower: tick + 1, upper, windows: (upper - tick) / WINDOW_TICKS },
      confidence: 1 - mixture.survival(upper - tick),
      sideBet: this.#policy.advise(tick, pRug40, certainty, live),
    };
  }

  /** Why the forecast at the newest observed tick is what it is. */
  reasons(): Reasons {
    const mixture = this.#mixture;
    return {
      experts: mixture.contributions(WINDOW_TICKS),
      survival: mixture.survivals(SURVIVAL.step, SURVIVAL.points),
      range: mixture.posterior(WINDOW_TICKS).range(this.#rangeSteps),
      features: { ...this.#features.current },
    };
  }

  /** The newest {@link forecast} with its {@link reasons}: ask before the next tick is observed. */
  explained({ tick, hazard, pRug40, quantiles, interval, confidence, sideBet }: Forecast): Statement {
    const { experts, survival, range, features } = this.reasons();
    // One by one: two copies of objects into a third would cost more than the forecast.
    return {
      tick,
      hazard,
      pRug40,
      quantiles,
      interval,
      confidence,
      sideBet,
      experts,
      survival,
      range,
      features,
    };
  }

  /**
   * The game has ended, or its end will never be known (`endTick` null).
   * @returns how its forecasts turned out; undefined if there is nothing to score
   */
  endGame(game: FinishedGame): ScoredGame | undefined {
    let scored: ScoredGame | undefined;
    if (game.endTick !== null && this.#lastTick >= 0) {
      let misses = 0;
      for (let i = 0; i < this.#upperCount; i++) if (game.endTick > this.#uppers[i]!) misses++;
      this.#level.endGame(misses, this.#upperCount);
      scored = this.#ledger.endGame(game.endTick);
      if (scored) this.#scoreboard.add(scored);
    }
    this.#mixture.endGame(game);
    this.startGame();
    return scored;
  }

  /** Learns the rates from a game that was not followed (the feed's own history); while a game runs, after its end. */
  learn(game: FinishedGame): void {
    if (this.#lastTick >= 0) this.#toLearn.push(game);
    else this.#mixture.learn(game);
  }

  #quantiles(tick: number): Quantiles {
    return {
      q10: this.#decile(1, tick),
      q20: this.#decile(2, tick),
      q30: this.#decile(3, tick),
      q40: this.#decile(4, tick),
      q50: this.#decile(5, tick),
      q60: this.#decile(6, tick),
      q70: this.#decile(7, tick),
      q80: this.#decile(8, tick),
      q90: this.#decile(9, tick),
    };
  }

  #decile(decile: number, tick: number): number {
    return tick + this.#deciles[decile - 1]!.ahead(this.#mixture, tick, decile / 10);
  }

  #upper(tick: number): number {
    return tick + this.#bound.ahead(this.#mixture, tick, this.#level.level);
  }

  #giveUpper(upper: number): void {
    if (this.#upperCount === this.#uppers.length) {
      const longer = new Int32Array(2 * this.#uppers.length);
      longer.set(this.#uppers);
      this.#uppers = longer;
    }
    this.#uppers[this.#upperCount++] = upper;
  }
}
