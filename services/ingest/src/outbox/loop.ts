import type { BatchProducer } from '@ted/messaging';
import type { FromOutbox, OutboxFigures, OutboxSettings } from './protocol.ts';
import { Publisher } from './publisher.ts';
import type { OutboxStore } from './store.ts';

const POLL_MS = 500;
/** While a backlog drains. */
const FAST_POLL_MS = 50;
const FIGURES_MS = 1000;

/** Decides when records are written, when batches are cut and when the publisher makes a round. */
export class OutboxLoop {
  readonly #store: OutboxStore;
  readonly #producer: BatchProducer;
  readonly #publisher: Publisher;
  readonly #send: (message: FromOutbox) => void;
  #settings: OutboxSettings;
  #incoming: string[] = [];
  #taken = 0;
  /** Of those, the ones that are not on disk yet. */
  #unwritten = 0;
  #writing: Promise<void> | undefined;
  #round: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #figuresTimer: NodeJS.Timeout | undefined;
  #nextCutAt = 0;
  #closing = false;
  #redis: OutboxFigures['redis'] = { ok: false, error: 'not connected yet', since: Date.now() };

  constructor(
    store: OutboxStore,
    producer: BatchProducer,
    settings: OutboxSettings,
    send: (message: FromOutbox) => void,
  ) {
    this.#store = store;
    this.#producer = producer;
    this.#settings = settings;
    this.#send = send;
    this.#publisher = new Publisher(store, producer, (message) =>
      send({ type: 'log', level: 'warn', message }),
    );
  }

  start(): void {
    this.#sendFigures();
    this.#figuresTimer = setInterval(() => this.#sendFigures(), FIGURES_MS);
    // What an earlier run left behind does not wait for the interval.
    this.#nextCutAt = 0;
    this.wake('started');
  }

  /** Takes records; while a write is being synced the next ones gather and share one sync. */
  accept(records: string[]): void {
    this.#incoming.push(...records);
    this.#taken += records.length;
    this.#unwritten += records.length;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  async #write(): Promise<void> {
    while (this.#incoming.length > 0) {
      const records = this.#incoming;
      this.#incoming = [];
      try {
        await this.#store.append(records);
        this.#unwritten -= records.length;
      } catch (error) {
        // The disk is full or broken. They were not accepted; they stay in memory until it takes them again.
        this.#incoming = [...records, ...this.#incoming];
        this.#send({
          type: 'log',
          level: 'error',
          message: `Error in persist_memory_buffers: the outbox cannot be written: ${String(error)}`,
        });
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      if (this.#store.uncut >= this.#settings.batchSize) this.wake('batch full');
    }
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

  #schedule(delayMs: number): void {
    if (this.#closing) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#run(), delayMs);
  }

  #run(): void {
    // A round that still runs schedules the next one itself.
    this.#round ??= this.#oneRound()
      .then((soon) => this.#schedule(soon ? FAST_POLL_MS : POLL_MS))
      .finally(() => (this.#round = undefined));
  }

  async #oneRound(): Promise<boolean> {
    if (!this.#settings.enabled) return false;
    try {
      await this.#cut();
      if (!this.#producer.connected) return false;
      const more = await this.#publisher.round();
      this.#setRedis(null);
      return more;
    } catch (error) {
      this.#setRedis((error as Error).message);
      return false;
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
    const ok = error === null;
    if (ok === this.#redis.ok) {
      if (!ok && this.#redis.error !== error) this.#redis = { ...this.#redis, error };
      return;
    }
    this.#redis = { ok, error, since: Date.now() };
    this.#send(
      ok
        ? { type: 'log', level: 'info', message: 'Redis is reachable: batches are being published' }
        : {
            type: 'log',
            level: 'warn',
            message: `Redis is not reachable (${error}): records wait in the outbox`,
          },
    );
  }

  #sendFigures(): void {
    if (this.#producer.connected && this.#store.count === 0 && !this.#redis.ok) this.#setRedis(null);
    const oldest = this.#store.oldestCreatedAt();
    this.#send({
      type: 'figures',
      figures: {
        taken: this.#taken,
        pending: this.#store.count + this.#unwritten,
        batches_out: this.#publisher.batchesOut,
        oldest_ms: oldest === null ? null : Math.max(0, Date.now() - oldest),
        redis: this.#redis,
      },
    });
  }

  /** Writes what has arrived, publishes once more if Redis is there, and closes. What is left waits on disk. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    clearInterval(this.#figuresTimer);
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
