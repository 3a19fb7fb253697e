import type { BatchProducer } from '@ted/messaging';
import { createThrottle, pause } from '@ted/platform';
import type { OutboxRecord } from './expendable.ts';
import { IDLE, nextRoundMs, type Round } from './pace.ts';
import { PartHealth } from './part-health.ts';
import { steadyNow, type FromOutbox, type OutboxSettings } from './protocol.ts';
import { Publisher } from './publisher.ts';
import type { Checkpoints, OutboxStore } from './store.ts';
import { WaitingRecords } from './waiting-records.ts';

const FIGURES_MS = 1000;
/** While the disk takes nothing. */
const RETRY_WRITE_MS = 250;
/** A write that takes longer hangs: a disk can fail without an error. */
const HANGS_AFTER_SECONDS = 10;
/** What waits in memory meanwhile, at most, in characters; a write that hangs holds as much again. */
const MAX_WAITING = 64_000_000;
const LOG_EVERY_MS = 60_000;

/** Decides when records are written, when batches are cut and when the publisher makes a round. */
export class OutboxLoop {
  readonly #store: OutboxStore;
  readonly #producer: BatchProducer;
  readonly #publisher: Publisher;
  readonly #send: (message: FromOutbox) => void;
  readonly #maxBytes: number;
  readonly #throttle = createThrottle(LOG_EVERY_MS);
  #settings: OutboxSettings;
  #oldestSentAt = Infinity;
  #newestSentAt = 0;
  /** The slowest acceptance since the last figures. */
  #acceptMs: number | null = null;
  /** Each comes with the records before it and replaces any earlier one of its key. */
  #checkpoints = new Map<string, string>();
  #taken = 0;
  #written = 0;
  #writing: Promise<void> | undefined;
  /** How many figures were told since the write that is under way began. */
  #toldDuringWrite = 0;
  readonly #hangsAfterSeconds: number;
  #round: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #paceMs = 0;
  #figuresTimer: NodeJS.Timeout | undefined;
  #nextCutAt = 0;
  #closing = false;
  readonly #incoming: WaitingRecords;
  readonly #disk = new PartHealth({ ok: true, error: null });
  readonly #redis = new PartHealth({ ok: false, error: 'not connected yet' });

  constructor(
    store: OutboxStore,
    producer: BatchProducer,
    {
      settings,
      maxBytes,
      maxWaiting = MAX_WAITING,
      hangsAfterSeconds = HANGS_AFTER_SECONDS,
    }: { settings: OutboxSettings; maxBytes: number; maxWaiting?: number; hangsAfterSeconds?: number },
    send: (message: FromOutbox) => void,
  ) {
    this.#incoming = new WaitingRecords(maxWaiting);
    this.#hangsAfterSeconds = hangsAfterSeconds;
    this.#store = store;
    this.#producer = producer;
    this.#settings = settings;
    this.#maxBytes = maxBytes;
    this.#send = send;
    this.#publisher = new Publisher(store, producer, (message) => this.#log('warn', message));
  }

  start(): void {
    this.#sendFigures();
    this.#figuresTimer = setInterval(() => this.#tellFigures(), FIGURES_MS);
    // What an earlier run left behind does not wait for the interval.
    this.#nextCutAt = 0;
    this.wake('started');
  }

  /** Takes records and checkpoints; while a write is being synced the next ones gather and share one sync. */
  accept(
    records: OutboxRecord[],
    { checkpoints, sentAt }: { checkpoints?: Checkpoints; sentAt: number },
  ): void {
    this.#incoming.add(records);
    this.#oldestSentAt = Math.min(this.#oldestSentAt, sentAt);
    this.#newestSentAt = sentAt;
    for (const [key, checkpoint] of checkpoints ?? []) this.#checkpoints.set(key, checkpoint);
    this.#taken += records.length;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  async #write(): Promise<void> {
    while (this.#incoming.length > 0 || this.#checkpoints.size > 0) {
      const records = this.#incoming.takeAll();
      const checkpoints = this.#checkpoints;
      const sentAt = this.#oldestSentAt;
      const upTo = this.#newestSentAt;
      this.#oldestSentAt = Infinity;
      this.#checkpoints = new Map();
      this.#toldDuringWrite = 0;
      try {
        await this.#store.append(records, checkpoints);
        this.#written += records.length;
        this.#send({ type: 'accepted', upTo });
        this.#acceptMs = Math.max(this.#acceptMs ?? 0, steadyNow() - sentAt);
        if (this.#disk.set(null)) this.#log('info', 'The outbox can be written again');
        await this.#keepBound();
      } catch (error) {
        this.#checkpoints = new Map([...checkpoints, ...this.#checkpoints]);
        this.#oldestSentAt = Math.min(this.#oldestSentAt, sentAt);
        this.#waitInMemory(records, error as Error);
        await pause(RETRY_WRITE_MS);
      }
      if (this.#store.uncut >= this.#settings.batchSize) this.wake('batch full');
    }
  }

  /** The disk is full or broken: these were not accepted, and wait, within bounds, until it takes them again. */
  #waitInMemory(records: OutboxRecord[], error: Error): void {
    this.#incoming.putBack(records);
    this.#diskFails(error.message);
  }

  #diskFails(problem: string): void {
    this.#incoming.bound();
    if (!this.#disk.set(problem)) return;
    const what = `the outbox cannot be written: ${problem}; records wait in memory`;
    this.#log('error', `Error in persist_memory_buffers: ${what}`);
  }

  /** Once a second. By how often it was asked, not by the clock: a machine that was asleep has a write that only seems to hang. */
  #lookForHang(): void {
    if (!this.#writing || ++this.#toldDuringWrite <= this.#hangsAfterSeconds) return;
    this.#diskFails(`a write has not ended for more than ${this.#hangsAfterSeconds} s`);
  }

  async #keepBound(): Promise<void> {
    if (this.#store.bytes <= this.#maxBytes || (await this.#store.makeRoom(this.#maxBytes)) === 0) return;
    if (this.#throttle('full') === undefined) return;
    const { tick_sample, prediction } = this.#store.dropped;
    const so = `${tick_sample} tick samples and ${prediction} predictions given up so far`;
    this.#log('error', `The outbox is full (OUTBOX_MAX_MB=${this.#maxBytes / 1_000_000}): ${so}`);
  }

  apply(settings: OutboxSettings): void {
    const switchedOn = settings.enabled && !this.#settings.enabled;
    this.#settings = settings;
    this.#nextCutAt = Math.min(this.#nextCutAt, performance.now() + settings.intervalSeconds * 1000);
    if (switchedOn) this.wake('switched on');
  }

  /** Cuts and publishes now instead of at the interval. */
  wake(why: 'started' | 'recovered' | 'batch full' | 'switched on'): void {
    if (why !== 'batch full') this.#nextCutAt = 0;
    this.#schedule(0);
  }

  onRedisProblem(error: Error): void {
    this.#setRedis(error.message || error.name);
  }

  /** Records that were taken, are not on disk yet and have not been given up. */
  get #unwritten(): number {
    const { tick_sample, prediction } = this.#incoming.dropped;
    return this.#taken - this.#written - tick_sample - prediction;
  }

  #log(level: 'info' | 'warn' | 'error', message: string): void {
    this.#send({ type: 'log', level, message });
  }

  #schedule(delayMs: number): void {
    if (this.#closing) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#run(), delayMs);
  }

  #run(): void {
    // A round that still runs schedules the next one itself.
    this.#round ??= this.#oneRound()
      .then((round) => this.#schedule((this.#paceMs = nextRoundMs(this.#paceMs, round))))
      .finally(() => (this.#round = undefined));
  }

  async #oneRound(): Promise<Round> {
    if (!this.#settings.enabled) return IDLE;
    try {
      await this.#cut();
      if (!this.#producer.connected) return IDLE;
      const { stored, batchesOut } = this.#publisher;
      const round = await this.#publisher.round();
      this.#setRedis(null);
      // What has just been published or stored is not shown as waiting for another second.
      if (this.#publisher.stored !== stored || this.#publisher.batchesOut !== batchesOut) this.#sendFigures();
      return round;
    } catch (error) {
      this.#setRedis((error as Error).message);
      return IDLE;
    }
  }

  /** At the interval everything goes; in between only what fills a batch. */
  async #cut(): Promise<void> {
    const due = performance.now() >= this.#nextCutAt;
    if (!due && this.#store.uncut < this.#settings.batchSize) return;
    await this.#writing;
    await this.#store.cut(this.#settings.batchSize, !due);
    if (due) this.#nextCutAt = performance.now() + this.#settings.intervalSeconds * 1000;
  }

  #setRedis(error: string | null): void {
    if (!this.#redis.set(error)) return;
    if (error === null) this.#log('info', 'Redis is reachable: batches are being published');
    else this.#log('warn', `Redis is not reachable (${error}): records wait in the outbox`);
  }

  /** Once a second; the slowest acceptance begins anew. */
  #tellFigures(): void {
    this.#lookForHang();
    this.#sendFigures();
    this.#acceptMs = null;
  }

  #sendFigures(): void {
    if (this.#producer.connected && this.#store.count === 0 && !this.#redis.state.ok) this.#setRedis(null);
    const oldest = this.#store.oldestCreatedAt();
    const { dropped } = this.#store;
    this.#send({
      type: 'figures',
      figures: {
        taken: this.#taken,
        pending: this.#store.count + this.#unwritten,
        batches_out: this.#publisher.batchesOut,
        oldest_ms: oldest === null ? null : Math.max(0, Date.now() - oldest),
        redis: this.#redis.state,
        disk: this.#disk.state,
        bytes: this.#store.bytes,
        max_bytes: this.#maxBytes,
        accept_ms: this.#acceptMs,
        stored: this.#publisher.stored,
        dropped: {
          tick_sample: dropped.tick_sample + this.#incoming.dropped.tick_sample,
          prediction: dropped.prediction + this.#incoming.dropped.prediction,
        },
      },
    });
  }

  /** Writes what has arrived, publishes once more if Redis is there, and closes. What is left waits on disk. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    clearInterval(this.#figuresTimer);
    if (!this.#disk.state.ok)
      this.#log(
        'error',
        `${this.#unwritten} records are lost unless the disk takes them before the deadline`,
      );
    await this.#writing;
    await this.#round;
    if (this.#settings.enabled) {
      this.#nextCutAt = 0;
      await this.#oneRound();
    }
    this.#closing = true;
    await this.#producer.close();
    await this.#store.close();
  }
}
