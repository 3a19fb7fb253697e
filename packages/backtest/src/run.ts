import {
  Forecaster,
  Scoreboard,
  SIDE_BET_DEFAULTS,
  settle,
  type Contribution,
  type ModelVersion,
  type Scores,
} from '@ted/forecast';
import { isComplete, peakOf, type Game } from './game.ts';

/** Recommended bets of stake 1. */
export interface Bets {
  bets: number;
  won: number;
  /** Games with at least one. */
  games: number;
  /** Net gain over all, in stakes. */
  gain: number;
}

/** When a name had more than half of the weight at the end of a game, counted from 1. */
export interface Majority {
  first: number;
  last: number;
  games: number;
}

export interface Result {
  model: ModelVersion;
  scores: Scores;
  bets: Bets;
  /** Experts as they stand after the last game. */
  experts: Contribution[];
  majorities: Partial<Record<string, Majority>>;
}

export interface RunOptions {
  models: readonly ModelVersion[];
  /** The first so many games are learnt from and not scored. Default: 0. */
  warmUp?: number;
  /** Called after each game with the number of games so far. */
  onGame?: (games: number) => void;
}

/**
 * Walk-forward: each model sees the games one after the other, tick by tick, as ingest does, and nothing of what comes. All
 * games are learnt from; the complete ones are scored, at every tick before the rug. All models are asked at the same ticks.
 */
export async function run(
  games: AsyncIterable<Game> | Iterable<Game>,
  options: RunOptions,
): Promise<Result[]> {
  const runs = options.models.map((model) => new ModelRun(model, options.warmUp ?? 0));
  let count = 0;
  for await (const game of games) {
    for (const one of runs) one.play(game);
    options.onGame?.(++count);
  }
  return runs.map((one) => one.result);
}

class ModelRun {
  readonly #forecaster: Forecaster;
  readonly #scoreboard: Scoreboard;
  readonly #bets: Bets = { bets: 0, won: 0, games: 0, gain: 0 };
  readonly #majorities: Partial<Record<string, Majority>> = {};
  readonly #warmUp: number;
  #games = 0;

  constructor(model: ModelVersion, warmUp: number) {
    this.#warmUp = warmUp;
    this.#forecaster = new Forecaster(SIDE_BET_DEFAULTS, undefined, model);
    this.#scoreboard = new Scoreboard(this.#forecaster.names, undefined, Infinity);
  }

  get result(): Result {
    return {
      model: this.#forecaster.version,
      scores: this.#scoreboard.scores,
      bets: this.#bets,
      experts: this.#forecaster.reasons().experts,
      majorities: this.#majorities,
    };
  }

  play(game: Game): void {
    const { startTick, prices, endTick, finalPrice } = game;
    const placed: number[] = [];
    for (let i = 0; i < prices.length; i++) {
      const tick = startTick + i;
      this.#forecaster.observe(tick, prices[i]!);
      if (this.#forecaster.forecast(true).sideBet.action === 'PLACE_SIDE_BET') placed.push(tick);
    }
    const scored = this.#forecaster.endGame({
      startTick,
      endTick,
      lastTick: endTick ?? startTick + prices.length - 1,
      peakPrice: peakOf(game),
      finalPrice,
    });
    this.#games++;
    this.#noteMajority();
    if (!scored || endTick === null || !isComplete(game) || this.#games <= this.#warmUp) return;
    this.#scoreboard.add(scored);
    for (const tick of placed) this.#settle(tick, endTick);
    if (placed.length > 0) this.#bets.games++;
  }

  #settle(tick: number, endTick: number): void {
    const { won, payout } = settle(tick, tick + SIDE_BET_DEFAULTS.windowTicks, endTick);
    this.#bets.bets++;
    if (won) this.#bets.won++;
    this.#bets.gain += payout;
  }

  #noteMajority(): void {
    const leader = this.#forecaster.majority;
    if (leader === undefined) return;
    const before = this.#majorities[leader];
    this.#majorities[leader] = {
      first: before?.first ?? this.#games,
      last: this.#games,
      games: (before?.games ?? 0) + 1,
    };
  }
}
