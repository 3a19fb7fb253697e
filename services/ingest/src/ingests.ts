import type { LiveFeeds, LiveMessage, LiveTicks, OutboxStatus, RecordOf } from '@ted/messaging';
import type { LiveSettings, Logger, WedgeProbe } from '@ted/platform';
import type { Ingest } from './ingest.ts';
import type { KeptSamples } from './live/kept-samples.ts';
import type { LiveSource } from './live/live-server.ts';
import { sumOfTotals } from './live/sum-of-totals.ts';
import type { IngestMetrics } from './metrics.ts';
import type { Recorder } from './outbox/recorder.ts';
import type { Connections, RecordingRole, RoleAnswer } from './recording/recording-role.ts';

/** A beat of all feeds at once would hold up their ticks: it is spread over the second. */
const BEATS_A_SECOND = 20;
const SECOND_MS = 1000;
/** After so long without an update a feed counts as silent: the longest gap ever recorded is 20.5 s. */
const SILENT_MS = 60_000;
/** Of the feeds that are not well, so many are named. */
const NAMED = 10;

/** What all feeds of an ingest share. */
export interface SharedParts {
  recorder: Recorder;
  live: LiveSettings;
  logger: Logger;
  probe: WedgeProbe;
  metrics: IngestMetrics;
  kept: KeptSamples;
  /** Undefined where there is one ingest: it records. */
  role?: RecordingRole | undefined;
}

/** Every feed that this process follows, each with its own {@link Ingest}; they share the outbox. */
export class Ingests implements LiveSource {
  readonly #byName: ReadonlyMap<string, Ingest>;
  readonly #all: readonly Ingest[];
  readonly #parts: SharedParts;
  readonly #startedAt = Date.now();
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  /** Connected feeds when that was logged last. */
  #saidConnected: number | undefined;

  /** @param all not empty; the first is meant where nobody names one */
  constructor(all: readonly Ingest[], parts: SharedParts) {
    this.#all = all;
    this.#byName = new Map(all.map((ingest) => [ingest.name, ingest]));
    this.#parts = parts;
    const { recorder, kept, live, metrics } = parts;
    // Of an earlier process: held while persistence is off, stored once it is on.
    recorder.take(kept.read());
    live.on('change', (values) => {
      for (const ingest of all) ingest.resize(values);
    });
    metrics.watch(() => ({
      totals: sumOfTotals(all.map(({ totals }) => totals)),
      feeds: this.#counts(),
      outbox: this.#outbox(),
      rings: all.map(({ rings }) => rings),
    }));
  }

  /** Begins to listen to all feeds. `broadcast` sends to whoever watches the feed. */
  start(broadcast: (feed: string, make: () => LiveMessage) => void, tell: () => void): void {
    for (const ingest of this.#all) ingest.start((make) => broadcast(ingest.name, make));
    const turns = Math.min(this.#all.length, BEATS_A_SECOND);
    let turn = 0;
    this.#timer = setInterval(() => {
      this.#beat(turn, turns);
      if (turn === 0) tell();
      turn = (turn + 1) % turns;
    }, SECOND_MS / turns);
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const ingest of this.#all) ingest.stop();
  }

  /** From here on health says so: whoever looks sends nobody here any more. */
  markStopping(): void {
    this.#stopping = true;
  }

  #beat(turn: number, turns: number): void {
    const { recorder, kept, probe } = this.#parts;
    const now = Date.now();
    const outbox = this.#outbox();
    const samples: RecordOf<'system_sample'>[] = [];
    for (let i = turn; i < this.#all.length; i += turns) {
      const sample = this.#all[i]!.beat(outbox, now);
      if (sample) samples.push(sample);
    }
    if (samples.length > 0) {
      recorder.take(samples);
      kept.note(samples);
    }
    if (turn !== 0) return;
    const { pending, stored, persistence_enabled } = outbox;
    probe.observe(persistence_enabled && pending > 0, stored);
    this.#sayConnected();
  }

  /** Of several feeds the sum is logged, when it has changed. */
  #sayConnected(): void {
    const { followed, connected } = this.#counts();
    if (followed === 1 || connected === this.#saidConnected) return;
    this.#saidConnected = connected;
    this.#parts.logger.info(`${connected} of ${followed} feeds are connected`);
  }

  #outbox(): OutboxStatus {
    return { ...this.#parts.recorder.status, wedged: this.#parts.probe.wedged };
  }

  /** How many feeds are connected, how often connections have come back, and when the last update of any came. */
  get connections(): Connections {
    const { reconnects, last_update_at } = sumOfTotals(this.#all.map(({ totals }) => totals));
    return { connected: this.#counts().connected, reconnects, lastUpdateAt: last_update_at };
  }

  /** Connects to all feeds anew. */
  reconnect(): void {
    for (const ingest of this.#all) ingest.reconnect();
  }

  #counts() {
    const silentSince = Date.now() - SILENT_MS;
    const totals = this.#all.map((ingest) => ingest.totals);
    return {
      followed: totals.length,
      connected: totals.filter(({ connected }) => connected).length,
      silent: totals.filter(({ last_update_at }) => (last_update_at ?? this.#startedAt) < silentSince).length,
    };
  }

  /** See {@link RoleAnswer}. */
  recording(): RoleAnswer {
    const { role, recorder } = this.#parts;
    const { connected: feeds } = this.#counts();
    const { lastUpdateAt } = this.connections;
    return {
      ...(role?.answer ?? { ingest_id: recorder.outboxId, recording: recorder.recording, feeds }),
      silent_ms: lastUpdateAt === null ? null : Math.max(0, Date.now() - lastUpdateAt),
    };
  }

  has(feed: string): boolean {
    return this.#byName.has(feed);
  }

  get first(): string {
    return this.#all[0]!.name;
  }

  list(): LiveFeeds {
    const { recorder } = this.#parts;
    const feeds = this.#all.map(({ name, kind, totals: { connected, last_update_at } }) => {
      return { feed: name, feed_kind: kind, connected, last_update_at };
    });
    return { type: 'feeds', ingest_id: recorder.outboxId, started_at: this.#startedAt, feeds };
  }

  state(feed: string): LiveMessage {
    return this.#byName.get(feed)!.state(this.#outbox());
  }

  ticks(feed: string): LiveTicks {
    return this.#byName.get(feed)!.ticks();
  }

  /** Healthy unless it stops, or nothing moves although work waits. A feed that is away is not the fault of this process. */
  health() {
    const totals = this.#all.map((ingest) => ingest.totals);
    const away = this.#all.filter((_, i) => !totals[i]!.connected);
    const { wedged } = this.#parts.probe;
    const status = this.#stopping ? 'stopping' : wedged === null ? 'ok' : 'failing';
    return {
      healthy: status === 'ok',
      body: {
        status,
        why: wedged,
        feed_connected: away.length === 0,
        last_update_at: sumOfTotals(totals).last_update_at,
        feeds: { ...this.#counts(), away: away.slice(0, NAMED).map(({ name }) => name) },
        recording: this.#parts.recorder.recording,
        outbox: this.#outbox(),
      },
    };
  }
}
