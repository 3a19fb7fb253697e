import {
  GameTracker,
  WINDOW_TICKS,
  type GameState,
  type GameStateUpdate,
  type RevealedGame,
  type TrackerEvent,
} from '@ted/game';
import { FairnessEvidence, type EvidenceSummary } from '@ted/fairness';
import {
  Forecaster,
  settle,
  type FinishedGame as LearntGame,
  type Forecast,
  type ForecasterMemory,
  type ModelVersion,
  type Scores,
  type SideBetOptions,
  type Statement,
} from '@ted/forecast';
import type { FinishedGame, LiveBet, RingTick, TedRecord } from '@ted/messaging';
import { nothingTold, type Checkpoint, type Memory, type Running } from './checkpoint.ts';
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
import { KnownGames } from './known-games.ts';
import { finishedGame } from './live-views.ts';

export interface PipelineOptions extends Origin {
  challenger?: ModelVersion | undefined;
  sideBet: SideBetOptions;
  predictionEveryTicks: number;
  tickSampleEveryTicks: number;
}

/** A finished game of the database. */
export interface StoredGame extends LearntGame {
  gameId: string;
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
  /** Whether {@link Pipeline.takeCheckpoint} has to be stored with the records. */
  checkpoint: boolean;
}

/** From a validated feed update to forecasts and records. Pure: no clock and no I/O. */
export class Pipeline {
  readonly tracker: GameTracker;
  readonly #forecaster: Forecaster;
  /** Forecasts beside, and is never heard: only its scores are. */
  readonly #challenger: Forecaster | undefined;
  readonly #known: KnownGames;
  readonly #evidence: FairnessEvidence;
  readonly #options: PipelineOptions;
  #told = nothingTold();
  #forecast: Forecast;
  /** The newest forecast with its reasons, once somebody has asked for them. */
  #statement: Statement | undefined;
  /** Whether the memory is as the newest checkpoint says. */
  #memoryTaken = false;

  /** @param from what an earlier process had come to; its running game is followed on, or closed if it has ended */
  constructor(options: PipelineOptions, from?: Checkpoint) {
    this.#options = options;
    this.tracker = new GameTracker(from?.running?.game);
    this.#known = new KnownGames(from);
    this.#forecaster = this.#begin(options.model, from?.forecaster);
    const { challenger } = options;
    const memory = from?.challenger?.modelVersion === challenger ? from?.challenger?.forecaster : undefined;
    this.#challenger = challenger && this.#begin(challenger, memory);
    this.#evidence = new FairnessEvidence(from?.evidence);
    if (from?.running) {
      this.#known.add(from.running.game.gameId);
      this.#told = { ...nothingTold(), ...from.running.told };
      this.#evidence.startGame(from.running.game.startTick);
    }
    this.#forecast = this.#forecaster.forecast(false);
  }

  /** A model goes on from its memory, or begins with the games that another one has learnt from. */
  #begin(model: ModelVersion, memory: ForecasterMemory | undefined): Forecaster {
    const forecaster = new Forecaster(this.#options.sideBet, memory, model);
    if (!memory) for (const game of this.#known.learnt) forecaster.learn(game);
    return forecaster;
  }

  /**
   * What a pipeline in another process goes on from, as far as it is new since this was asked last: always the running game, and the
   * memory if it has changed.
   */
  takeCheckpoint(): { memory: Memory | undefined; running: Running | undefined } {
    const memory = this.#memoryTaken ? undefined : this.#memory;
    this.#memoryTaken = true;
    return { memory, running: this.#running };
  }

  get #running(): Running | undefined {
    const { game } = this.tracker;
    if (game?.phase !== 'running') return undefined;
    const { last: _last, ...told } = this.#told;
    return { game, told, nextBetTick: this.#forecaster.nextBetTick };
  }

  get #memory(): Memory {
    return {
      v: 1,
      modelVersion: this.#forecaster.version,
      forecaster: this.#forecaster.memory,
      ...(this.#challenger && {
        challenger: { modelVersion: this.#challenger.version, forecaster: this.#challenger.memory },
      }),
      ...this.#known.memory,
      evidence: this.#evidence.memory,
    };
  }

  /** The newest forecast: of the running game, or between games of the coming one at tick 0. */
  get forecast(): Statement {
    return (this.#statement ??= this.#forecaster.explained(this.#forecast));
  }

  #say(forecast: Forecast): void {
    this.#forecast = forecast;
    this.#statement = undefined;
  }

  /** How good the forecasts were over the newest finished games. */
  get scores(): Scores {
    return this.#forecaster.scoreboard.scores;
  }

  /** The model beside, and how good its forecasts were at the same ticks. */
  get challenger(): { model: ModelVersion; scores: Scores } | undefined {
    const challenger = this.#challenger;
    return challenger && { model: challenger.version, scores: challenger.scoreboard.scores };
  }

  /** Whether games end as published: the evidence after the last finished one. */
  get evidence(): EvidenceSummary {
    return this.#evidence.summary;
  }

  /** Whether the forecasts have learnt from no game yet. */
  get cold(): boolean {
    return this.#known.learnt.length === 0;
  }

  /**
   * Learns from stored games, oldest first, but for those that it has learnt from already. Where they come after the feed's
   * history, the patterns' counts of the last games are out of order for ten games; rates do not depend on the order.
   * @returns how many were new
   */
  warmUp(games: readonly StoredGame[]): number {
    const fresh = games.filter(({ gameId }) => !this.#known.has(gameId));
    for (const { gameId, ...game } of fresh) {
      this.#known.add(gameId);
      this.#learn(game);
    }
    if (this.tracker.game?.phase !== 'running') this.#say(this.#forecaster.forecast(false));
    return fresh.length;
  }

  /** Takes a validated update that arrived at `at` (ms since 1970). */
  handle(update: GameStateUpdate, at: number): PipelineResult {
    const result: PipelineResult = {
      records: [],
      ticks: [],
      settled: [],
      ignored: [],
      visible: false,
      checkpoint: false,
    };
    const events = this.tracker.handle(update, at);
    // The feed's history first: those games were over before this one began.
    for (const event of events) if (event.type === 'revealed') this.#learnFromHistory(event.revealed, result);
    for (const event of events) this.#take(event, at, result);
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
        this.#known.add(event.game.gameId);
        this.#told = nothingTold();
        this.#forecaster.startGame();
        this.#challenger?.startGame();
        this.#evidence.startGame(event.game.startTick);
        result.checkpoint = true;
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
        this.#evidence.endGame(null);
        this.#endGame(event.game, null);
        result.checkpoint = true;
        break;
      case 'revealed':
        result.records.push(revealedRecord(this.#options, event.revealed, at));
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
    // The forecast stays the one before; its reasons would be lost with the next tick.
    if (filled) this.#statement = this.forecast;
    this.#forecaster.observe(tick, price);
    this.#challenger?.observe(tick, price);
    const features = this.#forecaster.features;
    // The features last: what stands behind a copy of an object costs V8 10 µs.
    result.ticks.push({ game_id: game.gameId, tick, price, peak: game.peakPrice, ...features });
    if (tick % tickSampleEveryTicks === 0) {
      result.records.push(tickSampleRecord(this.#options, game.gameId, tick, price, features, at));
    }
    if (tick > 0 && tick % WINDOW_TICKS === 0) result.records.push(progressRecord(this.#options, game, at));
    // A tick that was learnt afterwards gets no forecast and no bet: that would be looking ahead.
    if (filled) return this.#evidence.filled(price);
    const forecast = this.#forecaster.forecast(true);
    this.#challenger?.forecast(true);
    this.#say(forecast);
    this.#evidence.tick(tick, price, forecast.hazard);
    const stored = this.#told.first === undefined || tick % predictionEveryTicks === 0;
    this.#told.first ??= this.forecast;
    this.#told.last = { at, stored };
    if (stored) this.#storePrediction(game.gameId, at, false, result);
    if (forecast.sideBet.action === 'PLACE_SIDE_BET') this.#recommend(game.gameId, forecast, at, result);
  }

  /** Of the newest forecast. */
  #storePrediction(gameId: string, at: number, lastBeforeEnd: boolean, result: PipelineResult): void {
    this.#told.predictions++;
    result.records.push(predictionRecord(this.#options, gameId, this.forecast, at, lastBeforeEnd));
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
    result.checkpoint = true;
  }

  #takeEnd(game: GameState, at: number, result: PipelineResult): void {
    const earlyPeak = this.#forecaster.features.epr_active;
    const { last, first, bets } = this.#told;
    if (last && !last.stored) this.#storePrediction(game.gameId, last.at, true, result);
    const logE = this.#evidence.endGame({ tick: game.tick, price: game.price, shownAt: game.rugShownAt });
    const { predictions } = this.#told;
    const { scored, challenger } = this.#endGame(game, game.tick);
    result.records.push(
      endedRecord(this.#options, game, at, {
        predictions: predictions > 0,
        sideBets: bets.length,
        earlyPeak,
        logE,
        scored,
        challenger,
      }),
    );
    for (const bet of bets) {
      bet.won = settle(bet.tick, bet.window_end_tick, game.tick).won;
      result.settled.push(bet);
    }
    result.finished = finishedGame(game, at, first, logE, scored);
    result.checkpoint = true;
  }

  /** Learns from a followed game; `endTick` null: nobody saw its end. Returns how its forecasts turned out. */
  #endGame(game: GameState, endTick: number | null) {
    const finished: LearntGame = {
      startTick: Math.max(0, game.startTick),
      endTick,
      lastTick: game.tick,
      peakPrice: game.peakPrice,
      finalPrice: game.price,
    };
    const scored = this.#forecaster.endGame(finished);
    const challenged = this.#challenger?.endGame(finished);
    this.#known.remember(finished);
    this.#memoryTaken = false;
    this.#told = nothingTold();
    this.#say(this.#forecaster.forecast(false));
    const challenger = challenged && { model: this.#challenger!.version, scored: challenged };
    return { scored, challenger };
  }

  /** Games that the feed shows as finished and that we did not follow ourselves. */
  #learnFromHistory(game: RevealedGame, result: PipelineResult): void {
    if (game.endTick === null || this.#known.has(game.gameId)) return;
    this.#known.add(game.gameId);
    const finished: LearntGame = {
      startTick: 0,
      endTick: game.endTick,
      lastTick: game.endTick,
      peakPrice: game.peakPrice ?? 1,
      finalPrice: game.finalPrice ?? 0,
    };
    this.#learn(finished);
    result.checkpoint = true;
  }

  #learn(game: LearntGame): void {
    this.#evidence.warmUp();
    this.#forecaster.learn(game);
    this.#challenger?.learn(game);
    this.#known.remember(game);
    this.#memoryTaken = false;
  }
}
