import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { OutboxStatus, TedRecord } from '@ted/messaging';
import type { LiveSettings, LiveValues, Logger } from '@ted/platform';
import { Acceptances } from './acceptances.ts';
import { HeldRecords } from './held-records.ts';
import {
  checkpointKeys,
  steadyNow,
  type FromOutbox,
  type OutboxFigures,
  type OutboxSettings,
  type OutboxThreadOptions,
  type ToOutbox,
} from './protocol.ts';
import { StandbyRecords } from './standby-records.ts';

const settingsOf = (values: Readonly<LiveValues>): OutboxSettings => ({
  enabled: values.PERSISTENCE_ENABLED,
  intervalSeconds: values.PERSISTENCE_INTERVAL_SECONDS,
  batchSize: values.PERSISTENCE_BATCH_SIZE,
});

/** Records of a kind that wait in memory at most while persistence is off, however many feeds there are. */
const MOST_HELD = 100_000;

/** Each feed's rings hold so much; what is held for all of them is bounded beside. */
const sizesOf = (values: Readonly<LiveValues>, feeds: number) => ({
  ring: heldFor(values.STREAM_RING_SIZE, feeds),
  games: heldFor(values.PREDICTION_HISTORY_SIZE, feeds),
});
const heldFor = (size: number, feeds: number): number => Math.max(size, Math.min(size * feeds, MOST_HELD));

export interface FeedCheckpoint {
  feed: string;
  /** Only where it has changed since the one before. */
  memory?: string;
  running: string;
}

/**
 * Where the live path leaves its records: on to the outbox's thread, or into memory while persistence is off or another replica
 * records.
 */
export class Recorder {
  readonly #thread: Worker;
  readonly #live: LiveSettings;
  readonly #held: HeldRecords;
  readonly #standby = new StandbyRecords();
  #recording = true;
  readonly #logger: Logger;
  readonly #feeds: number;
  #outboxId = '';
  /** Until each feed has taken its own. */
  readonly #checkpoints = new Map<string, string>();
  #sent = 0;
  readonly #acceptances = new Acceptances();
  /** Sent before the outbox is ready, and every second from then on. */
  #figures: OutboxFigures | undefined;

  /** @param thread runs `thread.ts`, and nobody has told it anything yet */
  constructor(
    thread: Worker,
    options: Omit<OutboxThreadOptions, 'settings'>,
    live: LiveSettings,
    logger: Logger,
    onFatal: (error: Error) => void,
  ) {
    this.#live = live;
    this.#logger = logger;
    this.#feeds = options.feeds.length;
    this.#held = new HeldRecords(sizesOf(live.values, this.#feeds));
    this.#thread = thread;
    this.#thread.on('error', onFatal);
    this.#thread.on('message', (message: FromOutbox) => this.#receive(message));
    this.#send({ type: 'open', options: { ...options, settings: settingsOf(live.values) } });
    live.on('change', (now, before) => this.#apply(now, before));
  }

  /** Resolves when the outbox is open. */
  async ready(): Promise<void> {
    while (this.#outboxId === '') await once(this.#thread, 'message');
  }

  /** The outbox's uuid: names this ingest in every forecast that it stores. */
  get outboxId(): string {
    return this.#outboxId;
  }

  /** The parts of the feed's checkpoint that an earlier process left, null where there is none. Given once: they are large. */
  takeCheckpoint(feed: string): { memory: string | null; running: string | null } {
    const [memory = null, running = null] = checkpointKeys(feed).map((key) => {
      const text = this.#checkpoints.get(key);
      this.#checkpoints.delete(key);
      return text;
    });
    return { memory, running };
  }

  /** Call once it is {@link ready}. */
  get status(): Omit<OutboxStatus, 'wedged'> {
    if (!this.#figures) throw new Error('the outbox is not ready yet');
    const { taken, ...figures } = this.#figures;
    return {
      persistence_enabled: this.#live.persistenceEnabled,
      ...figures,
      // The thread's figures are up to a second old: what was sent to it since then waits too.
      pending: figures.pending + this.#sent - taken,
      accepting_ms: this.#acceptances.oldestMs(steadyNow()),
      skipped_while_off: this.#held.skipped,
      warnings: [...this.#live.warnings],
    };
  }

  /** Whether this replica records. One that takes over stores what it has kept meanwhile. */
  setRecording(recording: boolean): void {
    if (recording === this.#recording) return;
    this.#recording = recording;
    const kept = recording ? this.#standby.drain(performance.now()) : [];
    if (recording) this.#logger.info(`Recording from here on, and the ${kept.length} newest records`);
    else this.#logger.info('Standing by: another replica records');
    this.#record(kept);
  }

  get recording(): boolean {
    return this.#recording;
  }

  /**
   * Takes records, and their feed's state to go on from after a restart that belongs to them. Never waits: the outbox's thread
   * makes both durable, in one transaction. While persistence is off, or another replica records, the checkpoint goes alone.
   */
  take(records: readonly TedRecord[], checkpoint?: FeedCheckpoint): void {
    if (!this.#live.persistenceEnabled) this.#held.hold(records);
    else if (this.#recording) return this.#record(records, checkpoint);
    else this.#standby.keep(records, performance.now());
    this.#record([], checkpoint);
  }

  #record(records: readonly TedRecord[], checkpoint?: FeedCheckpoint): void {
    if (records.length > 0 || checkpoint !== undefined) this.#post(records, checkpoint);
  }

  async close(): Promise<void> {
    this.#send({ type: 'close' });
    for (;;) {
      const [message] = (await once(this.#thread, 'message')) as [FromOutbox];
      if (message.type === 'closed') break;
    }
    await this.#thread.terminate();
  }

  #apply(now: Readonly<LiveValues>, before: Readonly<LiveValues>): void {
    this.#held.resize(sizesOf(now, this.#feeds));
    if (now.PERSISTENCE_ENABLED && !before.PERSISTENCE_ENABLED) {
      const held = this.#held.drain();
      this.#logger.info(
        `Persistence switched on: ${held.length} records that were still in memory go to the outbox`,
      );
      this.take(held);
    } else if (!now.PERSISTENCE_ENABLED && before.PERSISTENCE_ENABLED) {
      this.#logger.info('Persistence switched off: live data stays in memory only');
    }
    // After the held records, so that the round it causes includes them.
    this.#send({ type: 'settings', settings: settingsOf(now) });
  }

  #post(records: readonly TedRecord[], checkpoint?: FeedCheckpoint): void {
    this.#sent += records.length;
    const sentAt = steadyNow();
    this.#acceptances.sent(sentAt);
    this.#send({
      type: 'records',
      sentAt,
      records: records.map((record) => ({ kind: record.kind, json: JSON.stringify(record) })),
      ...(checkpoint && { checkpoints: partsOf(checkpoint) }),
    });
  }

  #send(message: ToOutbox): void {
    this.#thread.postMessage(message);
  }

  #receive(message: FromOutbox): void {
    switch (message.type) {
      case 'ready':
        this.#outboxId = message.outboxId;
        for (const [feed, checkpoint] of message.checkpoints) this.#checkpoints.set(feed, checkpoint);
        break;
      case 'figures':
        this.#figures = message.figures;
        break;
      case 'accepted':
        this.#acceptances.accepted(message.upTo);
        break;
      case 'log':
        this.#logger.log(message.level, message.message);
        break;
      case 'closed':
        break;
    }
  }
}

function partsOf({ feed, memory, running }: FeedCheckpoint): Map<string, string> {
  const [memoryKey, runningKey] = checkpointKeys(feed);
  const parts = new Map([[runningKey, running]]);
  return memory === undefined ? parts : parts.set(memoryKey, memory);
}
