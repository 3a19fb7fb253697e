import { parseGameStateUpdate } from '@ted/game';
import { createThrottle, Ring, type LiveSettings, type Logger, type WedgeProbe } from '@ted/platform';
import type {
  FeedKind,
  FinishedGame,
  LiveBet,
  LiveHealth,
  LiveMessage,
  LiveState,
  LiveTicks,
  LiveUpdate,
  OutboxStatus,
  RecordOf,
  RingTick,
} from '@ted/messaging';
import type { FeedClient } from './feed/feed-client.ts';

import type { LiveSource } from './live/live-server.ts';
import type { KeptSamples } from './live/kept-samples.ts';
import { Monitor } from './live/monitor.ts';
import type { IngestMetrics } from './metrics.ts';
import type { Recorder } from './outbox/recorder.ts';
import { parseCheckpoint, type Checkpoint } from './pipeline/checkpoint.ts';
import { liveAdvice, liveForecast, liveGame, liveScores } from './pipeline/live-views.ts';
import { Pipeline, type PipelineOptions, type PipelineResult } from './pipeline/pipeline.ts';

/** One line a minute at most for each kind of bad event. */
const LOG_EVERY_MS = 60_000;

/** What an ingest works with. */
export interface IngestParts {
  feed: FeedClient;
  recorder: Recorder;
  live: LiveSettings;
  logger: Logger;
  probe: WedgeProbe;
  metrics: IngestMetrics;
  kept: KeptSamples;
}

export interface IngestOptions extends PipelineOptions {
  /** Whether ticks with their features are kept for people to see. */
  streamFeatures: boolean;
  /** Whether the model has experts that look at them. */
  streamInfluence: boolean;
  feedKind: FeedKind;
}

/** The live state of one feed: takes its events, keeps the rings, tells the gateways, hands records to the outbox. */
export class Ingest implements LiveSource {
  readonly #feed: FeedClient;
  readonly #recorder: Recorder;
  readonly #live: LiveSettings;
  readonly #logger: Logger;
  readonly #probe: WedgeProbe;
  readonly #metrics: IngestMetrics;
  readonly #kept: KeptSamples;
  readonly #options: IngestOptions;
  readonly #pipeline: Pipeline;
  readonly #monitor = new Monitor();
  readonly #throttle = createThrottle(LOG_EVERY_MS);
  readonly #ticks: Ring<RingTick>;
  readonly #history: Ring<FinishedGame>;
  readonly #bets: Ring<LiveBet>;
  readonly #startedAt = Date.now();
  #stopping = false;
  #seq = 0;
  #broadcast: (message: LiveMessage) => void = () => undefined;

  constructor(options: IngestOptions, { feed, recorder, live, logger, probe, metrics, kept }: IngestParts) {
    this.#options = options;
    this.#feed = feed;
    this.#recorder = recorder;
    this.#live = live;
    this.#logger = logger;
    this.#probe = probe;
    this.#metrics = metrics;
    this.#kept = kept;
    // Of an earlier process: held while persistence is off, stored once it is on.
    recorder.take(kept.read());
    this.#pipeline = new Pipeline(options, this.#earlierProcess());
    this.#ticks = new Ring(live.values.STREAM_RING_SIZE);
    this.#history = new Ring(live.values.PREDICTION_HISTORY_SIZE);
    this.#bets = new Ring(live.values.PREDICTION_HISTORY_SIZE);
    live.on('change', (values) => {
      this.#ticks.resize(values.STREAM_RING_SIZE);
      this.#history.resize(values.PREDICTION_HISTORY_SIZE);
      this.#bets.resize(values.PREDICTION_HISTORY_SIZE);
    });
    const rings = { ticks: this.#ticks, history: this.#history, bets: this.#bets };
    metrics.watch(() => ({ totals: this.#totals(), outbox: this.#outbox(), rings }));
  }

  #earlierProcess(): Checkpoint | undefined {
    const { checkpoint: stored } = this.#recorder;
    const checkpoint = parseCheckpoint(stored, this.#options.model);
    if (checkpoint?.forecaster) this.#logger.info('Going on with the forecasts of the process before');
    else if (stored !== null)
      this.#logger.warn('The forecasts begin anew: those stored are of another model');
    return checkpoint;
  }

  /** Begins to listen to the feed. */
  start(broadcast: (message: LiveMessage) => void): void {
    this.#broadcast = broadcast;
    this.#feed.on('update', (data) => this.#take(data));
    this.#feed.on('rejected', (reason) => this.#reject(reason, 'packet'));
    this.#feed.on('connected', () => this.#logger.info('Connected to the feed'));
    this.#feed.on('unreachable', (reason) => {
      if (this.#throttle('unreachable') !== undefined)
        this.#logger.warn(`The feed cannot be reached (${reason}); trying on`);
    });
    this.#feed.on('disconnected', (reason) => {
      this.#monitor.disconnected();
      this.#logger.warn(`Disconnected from the feed (${reason}); reconnecting`);
    });
    this.#feed.start();
  }

  /** From here on health says so: whoever looks sends nobody here any more. */
  markStopping(): void {
    this.#stopping = true;
  }

  /** Once a second: tells the gateways how things stand, and samples the minute that has passed. */
  beat(now = Date.now()): void {
    const sample = this.#monitor.passedMinute(this.#options, now);
    if (sample) this.#sampled({ ...sample, persistence_enabled: this.#live.persistenceEnabled });
    this.#watchProgress();
    this.#broadcast(this.#health());
  }

  #sampled(sample: RecordOf<'system_sample'>): void {
    this.#recorder.take([sample]);
    this.#kept.note(sample);
  }

  #watchProgress(): void {
    const { pending, stored, persistence_enabled } = this.#recorder.status;
    this.#probe.observe(persistence_enabled && pending > 0, stored);
  }

  #outbox(): OutboxStatus {
    return { ...this.#recorder.status, wedged: this.#probe.wedged };
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
      const checkpoint = result.checkpoint ? JSON.stringify(this.#pipeline.checkpoint) : undefined;
      this.#recorder.take(result.records, checkpoint);
    } catch (error) {
      // A defect of ours must not stop the feed; it is loud, and the next update is taken.
      this.#reject('internal', (error as Error).stack ?? String(error));
    }
    const tookMs = performance.now() - started;
    this.#monitor.updateTaken(at, tookMs);
    this.#metrics.updateTook(tookMs / 1000);
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
    const update: LiveUpdate = {
      type: 'update',
      ...this.#moment(at),
      ...(result.finished && {
        finished: result.finished,
        ...this.#scores(),
        fairness: this.#pipeline.evidence,
      }),
      ...(result.bet && { bet: result.bet }),
    };
    this.#broadcast(update);
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
      totals: this.#totals(),
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

  #totals() {
    return this.#monitor.totals({ connected: this.#feed.connected, reconnects: this.#feed.reconnects });
  }

  #health(): LiveHealth {
    return {
      type: 'health',
      history_size: this.#history.size,
      totals: this.#totals(),
      outbox: this.#outbox(),
    };
  }

  state(): LiveState {
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
      outbox: this.#outbox(),
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

  #healthWord(): 'ok' | 'failing' | 'stopping' {
    if (this.#stopping) return 'stopping';
    return this.#probe.wedged === null ? 'ok' : 'failing';
  }

  health() {
    const { connected, last_update_at } = this.#totals();
    return {
      healthy: this.#probe.wedged === null,
      body: {
        status: this.#probe.wedged === null ? 'ok' : 'failing',
        why: this.#probe.wedged,
        feed_connected: connected,
        last_update_at,
        outbox: this.#outbox(),
      },
    };
  }
}
