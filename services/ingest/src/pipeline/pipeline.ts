import {
  GameTracker,
  WINDOW_TICKS,
  type GameState,
  type GameStateUpdate,
  type TrackerEvent,
} from '@ted/game';
import { Forecaster, settle, type Forecast, type SideBetOptions } from '@ted/forecast';
import type { FinishedGame, LiveBet, RingTick, TedRecord } from '@ted/messaging';
import {
  abandonedRecord,
  endedRecord,
  predictionRecord,
  progressRecord,
  revealedRecord,
  sideBetRecord,
  startedRecord,
  tickSampleRecord,
  type Origin,
} from './game-records.ts';
import { finishedGame } from './live-views.ts';

export interface PipelineOptions extends Origin {
  sideBet: SideBetOptions;
  predictionEveryTicks: number;
  tickSampleEveryTicks: number;
}

/** What one feed update led to. */
export interface PipelineResult {
  records: TedRecord[];
  /** Ticks that became known, for the ring. */
  ticks: RingTick[];
  finished?: FinishedGame;
  /** A bet that was recommended at this tick. */
  bet?: LiveBet;
  /** Bets of the game that just ended, now settled. */
  settled: LiveBet[];
  ignored: string[];
  /** Whether anything that people see has changed. */
  visible: boolean;
}

/** The feed's history holds ten games; this many outlast any repetition of it. */
const REMEMBERED_GAMES = 200;

/** What was said about the running game so far. */
interface Told {
  first: Forecast | undefined;
  last: { forecast: Forecast; at: number; stored: boolean } | undefined;
  bets: LiveBet[];
  predictions: number;
}
const nothingTold = (): Told => ({ first: undefined, last: undefined, bets: [], predictions: 0 });

/** From a validated feed update to forecasts and records. Pure: no clock and no I/O. */
export class Pipeline {
  readonly tracker = new GameTracker();
  readonly #forecaster: Forecaster;
  readonly #options: PipelineOptions;
  readonly #followed = new Set<string>();
  #told = nothingTold();
  #forecast: Forecast;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#forecaster = new Forecaster(options.sideBet);
    this.#forecast = this.#forecaster.forecast(false);
  }

  /** The newest forecast: of the running game, or between games of the coming one at tick 0. */
  get forecast(): Forecast {
    return this.#forecast;
  }

  /** Takes a validated update that arrived at `at` (ms since 1970). */
  handle(update: GameStateUpdate, at: number): PipelineResult {
    const result: PipelineResult = { records: [], ticks: [], settled: [], ignored: [], visible: false };
    for (const event of this.tracker.handle(update, at)) this.#take(event, at, result);
    return result;
  }

  #take(event: TrackerEvent, at: number, result: PipelineResult): void {
    if (event.type === 'ignored') {
      result.ignored.push(event.reason);
      return;
    }
    result.visible = true;
    switch (event.type) {
      case 'started':
        this.#follow(event.game.gameId);
        this.#told = nothingTold();
        this.#forecaster.startGame();
        result.records.push(startedRecord(this.#options, event.game, at));
        break;
      case 'tick':
        this.#takeTick(event, at, result);
        break;
      case 'ended':
        this.#takeEnd(event.game, at, result);
        break;
      case 'abandoned':
        result.records.push(abandonedRecord(this.#options, event.game, at));
        this.#learnFrom(event.game, null);
        break;
      case 'revealed':
        result.records.push(revealedRecord(this.#options, event.revealed, at));
        this.#learnFromHistory(event.revealed);
        break;
      case 'cooldown':
        break;
    }
  }

  #takeTick(
    { game, tick, price, filled }: Extract<TrackerEvent, { type: 'tick' }>,
    at: number,
    result: PipelineResult,
  ): void {
    const { predictionEveryTicks, tickSampleEveryTicks } = this.#options;
    this.#forecaster.observe(tick, price);
    const features = this.#forecaster.features;
    result.ticks.push({ game_id: game.gameId, tick, price, peak: game.peakPrice, ...features });
    if (tick % tickSampleEveryTicks === 0) {
      result.records.push(tickSampleRecord(this.#options, game.gameId, tick, price, features, at));
    }
    if (tick > 0 && tick % WINDOW_TICKS === 0) result.records.push(progressRecord(this.#options, game, at));
    // A tick that was learnt afterwards gets no forecast and no bet: that would be looking ahead.
    if (filled) return;
    const forecast = this.#forecaster.forecast(true);
    this.#forecast = forecast;
    const stored = this.#told.first === undefined || tick % predictionEveryTicks === 0;
    this.#told.first ??= forecast;
    this.#told.last = { forecast, at, stored };
    if (stored) this.#storePrediction(game.gameId, forecast, at, false, result);
    if (forecast.sideBet.action === 'PLACE_SIDE_BET') this.#recommend(game.gameId, forecast, at, result);
  }

  #storePrediction(
    gameId: string,
    forecast: Forecast,
    at: number,
    lastBeforeEnd: boolean,
    result: PipelineResult,
  ): void {
    this.#told.predictions++;
    result.records.push(predictionRecord(this.#options, gameId, forecast, at, lastBeforeEnd));
  }

  #recommend(gameId: string, forecast: Forecast, at: number, result: PipelineResult): void {
    const record = sideBetRecord(this.#options, gameId, forecast, at);
    result.records.push(record);
    result.bet = {
      game_id: gameId,
      tick: record.placed_at_tick,
      window_end_tick: record.window_end_tick,
      probability: record.probability,
      expected_value: record.expected_value,
      confidence: record.confidence,
      won: null,
      at,
    };
    this.#told.bets.push(result.bet);
  }

  #takeEnd(game: GameState, at: number, result: PipelineResult): void {
    const { last, first, bets } = this.#told;
    if (last && !last.stored) this.#storePrediction(game.gameId, last.forecast, last.at, true, result);
    result.records.push(
      endedRecord(this.#options, game, at, {
        predictions: this.#told.predictions > 0,
        sideBets: bets.length,
        earlyPeak: this.#forecaster.features.epr_active,
      }),
    );
    for (const bet of bets) {
      bet.won = settle(bet.tick, bet.window_end_tick, game.tick).won;
      result.settled.push(bet);
    }
    result.finished = finishedGame(game, at, first);
    this.#learnFrom(game, game.tick);
  }

  #learnFrom(game: GameState, endTick: number | null): void {
    this.#forecaster.endGame({
      startTick: Math.max(0, game.startTick),
      endTick,
      lastTick: game.tick,
      peakPrice: game.peakPrice,
      finalPrice: game.price,
    });
    this.#told = nothingTold();
    this.#forecast = this.#forecaster.forecast(false);
  }

  /** Games that the feed shows as finished and that we did not follow ourselves. */
  #learnFromHistory(game: {
    gameId: string;
    endTick: number | null;
    peakPrice: number | null;
    finalPrice: number | null;
  }): void {
    if (game.endTick === null || this.#followed.has(game.gameId)) return;
    this.#follow(game.gameId);
    this.#forecaster.learn({
      startTick: 0,
      endTick: game.endTick,
      lastTick: game.endTick,
      peakPrice: game.peakPrice ?? 1,
      finalPrice: game.finalPrice ?? 0,
    });
  }

  /** Remembers a game, so that the feed's history of it is not learnt from a second time. */
  #follow(gameId: string): void {
    this.#followed.add(gameId);
    if (this.#followed.size > REMEMBERED_GAMES) this.#followed.delete(this.#followed.values().next().value!);
  }
}
