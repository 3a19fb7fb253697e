import { parseGameStateUpdate } from '@ted/game';
import { createThrottle, Ring, type LiveSettings, type LiveValues, type Logger } from '@ted/platform';
import type {
  FeedKind,
  FinishedGame,
  LiveBet,
  LiveMessage,
  LiveState,
  LiveTicks,
  LiveTotals,
  LiveUpdate,
  OutboxStatus,
  RecordOf,
  RingTick,
} from '@ted/messaging';
import type { FeedClient } from './feed/feed-client.ts';

import { Monitor } from './live/monitor.ts';
import type { IngestMetrics, Rings } from './metrics.ts';
import type { FeedCheckpoint, Recorder } from './outbox/recorder.ts';
import { memoryText, runningText } from './pipeline/checkpoint-text.ts';
import { parseCheckpoint, type Checkpoint } from './pipeline/checkpoint.ts';
import { liveAdvice, liveForecast, liveGame, liveScores } from './pipeline/live-views.ts';
import { Pipeline, type PipelineOptions, type PipelineResult, type StoredGame } from './pipeline/pipeline.ts';

/** One line a minute at most for each kind of bad event. */
const LOG_EVERY_MS = 60_000;

/** What the ingest of a feed works with. */
export interface IngestParts {
  feed: FeedClient;
  recorder: Recorder;
  live: LiveSettings;
  logger: Logger;
  metrics: IngestMetrics;
}

/** Sends a message to whoever watches the feed; it is not even made while nobody does. */
export type Broadcast = (make: () => LiveMessage) => void;

export interface IngestOptions extends PipelineOptions {
  /** Whether ticks with their features are kept for people to see. */
  streamFeatures: boolean;
  /** Whether the model has experts that look at them. */
  streamInfluence: boolean;
  feedKind: FeedKind;
  /** Whether connections are logged; with very many feeds, only their sum is. */
  quiet: boolean;
}

/** The live state of one feed: takes its events, keeps the rings, tells the gateways, hands records to the outbox. */
export class Ingest {
  readonly #feed: FeedClient;
  readonly #recorder: Recorder;
  readonly #live: LiveSettings;
  readonly #logger: Logger;
  readonly #metrics: IngestMetrics;
  readonly #options: IngestOptions;
  readonly #pipeline: Pipeline;
  readonly #monitor = new Monitor();
  readonly #throttle = createThrottle(LOG_EVERY_MS);
  readonly #ticks: Ring<RingTick>;
  readonly #history: Ring<FinishedGame>;
  readonly #bets: Ring<LiveBet>;
  readonly #startedAt = Date.now();
  #seq = 0;
  #broadcast: Broadcast = () => undefined;

  constructor(options: IngestOptions, { feed, recorder, live, logger, metrics }: IngestParts) {
    this.#options = options;
    this.#feed = feed;
    this.#recorder = recorder;
    this.#live = live;
    this.#logger = logger;
    this.#metrics = metrics;
    this.#pipeline = new Pipeline(options, this.#earlierProcess());
    this.#ticks = new Ring(live.values.STREAM_RING_SIZE);
    this.#history = new Ring(live.values.PREDICTION_HISTORY_SIZE);
    this.#bets = new Ring(live.values.PREDICTION_HISTORY_SIZE);
  }

  get name(): string {
    return this.#options.feed;
  }

  get kind(): FeedKind {
    return this.#options.feedKind;
  }

  get rings(): Rings {
    return { ticks: this.#ticks, history: this.#history, bets: this.#bets };
  }

  resize(values: Readonly<LiveValues>): void {
    this.#ticks.resize(values.STREAM_RING_SIZE);
    this.#history.resize(values.PREDICTION_HISTORY_SIZE);
    this.#bets.resize(values.PREDICTION_HISTORY_SIZE);
  }

  #earlierProcess(): Checkpoint | undefined {
    const stored = this.#recorder.takeCheckpoint(this.name);
    const checkpoint = parseCheckpoint(stored, this.#options.model);
    if (checkpoint?.forecaster) this.#say('Going on with the forecasts of the process before');
    else if (stored.memory !== null)
      this.#logger.warn('The forecasts begin anew: those stored are of another model');
    return checkpoint;
  }

  /** Begins to listen to the feed. */
  start(broadcast: Broadcast): void {
    this.#broadcast = broadcast;
    this.#feed.on('update', (data) => this.#take(data));
    this.#feed.on('rejected', (reason) => this.#reject(reason, 'packet'));
    this.#feed.on('connected', () => this.#say('Connected to the feed'));
    this.#feed.on('unreachable', (reason) => {
      if (this.#throttle('unreachable') !== undefined)
        this.#say(`The feed cannot be reached (${reason}); trying on`, 'warn');
    });
    this.#feed.on('disconnected', (reason) => {
      this.#monitor.disconnected();
      this.#say(`Disconnected from the feed (${reason}); reconnecting`, 'warn');
    });
    this.#feed.start();
  }

  stop(): void {
    this.#feed.stop();
  }

  /** Connects to the feed anew, as it is heard elsewhere and not here. */
  reconnect(): void {
    this.#feed.reconnect('a peer hears it, and this one does not');
  }

  /** Whether the forecasts have learnt from no game yet. */
  get cold(): boolean {
    return this.#pipeline.cold;
  }

  /** Stored games, oldest first, for forecasts that have no memory of their own. */
  warmUp(games: readonly StoredGame[]): void {
    const learnt = this.#pipeline.warmUp(games);
    if (learnt > 0) this.#say(`The forecasts begin with ${learnt} stored games`);
  }

  /** Once a second: tells the gateways how things stand. Returns the sample of the minute that has passed, if one has. */
  beat(outbox: OutboxStatus, now: number): RecordOf<'system_sample'> | undefined {
    this.#broadcast(() => ({
      type: 'health',
      history_size: this.#history.size,
      totals: this.totals,
      outbox,
    }));
    const sample = this.#monitor.passedMinute(this.#options, now);
    return sample && { ...sample, persistence_enabled: this.#live.persistenceEnabled };
  }

  #say(text: string, level: 'info' | 'warn' = 'info'): void {
    if (!this.#options.quiet) this.#logger.log(level, text);
  }

  #take(data: unknown): void {
    const at = Date.now();
    const started = performance.now();
    const parsed = parseGameStateUpdate(data);
    if (!parsed.ok) return this.#reject('malformed', parsed.problem);
    try {
      const result = this.#pipeline.handle(parsed.update, at);
      this.#publish(result, at);
      this.#metrics.taken(result);
      this.#recorder.take(result.records, result.checkpoint ? this.#checkpoint() : undefined);
    } catch (error) {
      // A defect of ours must not stop the feed; it is loud, and the next update is taken.
      this.#reject('internal', (error as Error).stack ?? String(error));
    }
    const tookMs = performance.now() - started;
    this.#monitor.updateTaken(at, tookMs);
    this.#metrics.updateTook(tookMs / 1000);
  }

  #checkpoint(): FeedCheckpoint {
    const { memory, running } = this.#pipeline.takeCheckpoint();
    return { feed: this.name, ...(memory && { memory: memoryText(memory) }), running: runningText(running) };
  }

  #publish(result: PipelineResult, at: number): void {
    if (this.#options.streamFeatures) for (const tick of result.ticks) this.#ticks.push(tick);
    for (const reason of result.ignored)
      if (reason === 'implausible') this.#reject(reason, 'contradicts the running game');
    for (const bet of result.settled) this.#monitor.betSettled(bet);
    if (result.bet) {
      this.#bets.push(result.bet);
      this.#monitor.betRecommended(result.bet);
    }
    if (result.finished) {
      this.#history.push(result.finished);
      this.#monitor.gameFinished();
    }
    if (!result.visible) return;
    this.#seq++;
    this.#broadcast(() => this.#update(result, at));
  }

  #update({ finished, bet }: PipelineResult, at: number): LiveUpdate {
    return {
      type: 'update',
      ...this.#moment(at),
      ...(finished && { finished, ...this.#scores(), fairness: this.#pipeline.evidence }),
      ...(bet && { bet }),
    };
  }

  #reject(reason: string, detail: string): void {
    this.#monitor.rejected(reason);
    const held = this.#throttle(reason);
    if (held === undefined) return;
    const more = held > 0 ? ` (${held} more since the last line)` : '';
    this.#logger.warn(`Feed event not used: ${reason}: ${detail.slice(0, 300)}${more}`);
  }

  #moment(at: number) {
    const { tracker, forecast } = this.#pipeline;
    return {
      seq: this.#seq,
      at,
      cooldown_ms: tracker.upcoming?.remainingMs ?? null,
      game: liveGame(tracker),
      forecast: liveForecast(forecast, this.#options.model),
      advice: liveAdvice(forecast),
      totals: this.totals,
    };
  }

  #scores() {
    const { scores, challenger } = this.#pipeline;
    return {
      scores: liveScores(scores),
      ...(challenger && {
        challenger: { model_version: challenger.model, scores: liveScores(challenger.scores) },
      }),
    };
  }

  get totals(): LiveTotals {
    return this.#monitor.totals({ connected: this.#feed.connected, reconnects: this.#feed.reconnects });
  }

  state(outbox: OutboxStatus): LiveState {
    return {
      type: 'state',
      feed: this.#options.feed,
      feed_kind: this.#options.feedKind,
      ingest_id: this.#options.ingestId,
      started_at: this.#startedAt,
      ...this.#moment(Date.now()),
      history_size: this.#history.size,
      history: this.#history.newest(),
      bets: this.#bets.newest(),
      ...this.#scores(),
      fairness: this.#pipeline.evidence,
      outbox,
    };
  }

  ticks(): LiveTicks {
    return {
      enabled: this.#options.streamFeatures,
      influence_enabled: this.#options.streamInfluence,
      ticks: this.#ticks.newest(),
      max_size: this.#live.values.STREAM_RING_SIZE,
      sample_every: this.#options.tickSampleEveryTicks,
    };
  }
}
