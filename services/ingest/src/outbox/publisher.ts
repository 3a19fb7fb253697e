import { makeBatch, jobId, type BatchPayload, type BatchProducer, type BatchState } from '@ted/messaging';
import { withTimeout } from '@ted/platform';
import { IDLE, type Round } from './pace.ts';
import type { OutboxStore, StoredBatch } from './store.ts';

/** Batches that may be in Redis at once; the backlog stays on disk. */
export const MAX_BATCHES_OUT = 64;
/** After so many failures a batch is split, and a single record given up. */
const MAX_FAILURES = 3;
/**
 * Records that are read or taken out in one go: between two goes the thread accepts new ones, which must not wait for a
 * backlog.
 */
const SLICE_RECORDS = 200;
/** No call to Redis may hang for longer. */
const CALL_TIMEOUT_MS = 5000;

/** Brings the outbox's batches to the workers and takes out what they have stored. */
export class Publisher {
  readonly #store: OutboxStore;
  readonly #producer: BatchProducer;
  readonly #warn: (message: string) => void;
  /** Batches that this process has seen in Redis. */
  #out = new Set<string>();
  #stored = 0;
  #identity: string | undefined;

  constructor(store: OutboxStore, producer: BatchProducer, warn: (message: string) => void) {
    this.#store = store;
    this.#producer = producer;
    this.#warn = warn;
  }

  /** Batches that are in Redis now, as far as is known. */
  get batchesOut(): number {
    return this.#out.size;
  }

  /** Records that have left the outbox because a worker had stored them. */
  get stored(): number {
    return this.#stored;
  }

  /**
   * One round: asks what became of the oldest batches, takes out the completed ones, publishes what is missing.
   * Throws if Redis does not answer; nothing is lost then, and the next round begins again.
   */
  async round(): Promise<Round> {
    const batches = this.#store.oldest(MAX_BATCHES_OUT);
    // Records that are in no batch yet are nothing to ask about.
    if (batches.length === 0) {
      this.#out.clear();
      return IDLE;
    }
    const sameRedis = await this.#sameRedisAsBefore();
    const states = await this.#call(this.#producer.states(batches), 'asking for batch states');
    const completed = await this.#settle(batches, states, sameRedis);
    const published = await this.#publishMissing();
    return { completed, published, out: this.#out.size };
  }

  /** Whether Redis still holds what it held at the last round: only then does a vanished job count as a failure. */
  async #sameRedisAsBefore(): Promise<boolean> {
    const identity = await this.#call(this.#producer.identity(), 'asking for the identity of Redis');
    const same = this.#identity === identity;
    this.#identity = identity;
    if (!same) this.#out.clear();
    return same;
  }

  async #settle(batches: StoredBatch[], states: BatchState[], sameRedis: boolean): Promise<number> {
    const completed: StoredBatch[] = [];
    for (const [i, batch] of batches.entries()) {
      const id = jobId(batch);
      const state = states[i]!;
      if (state === 'completed') completed.push(batch);
      else if (state === 'failed') await this.#onFailed(batch);
      else if (state === 'missing' && sameRedis && this.#out.has(id)) await this.#onVanished(batch);
      if (state === 'waiting') this.#out.add(id);
      else this.#out.delete(id);
    }
    for (const slice of slices(completed)) this.#stored += await this.#store.complete(slice);
    return completed.length;
  }

  /** A kept failure would swallow the same id: it is taken away first. */
  async #onFailed(batch: StoredBatch): Promise<void> {
    const killed = await this.#call(this.#producer.outlivedItsWorkers(batch), 'asking why a job failed');
    await this.#call(this.#producer.remove(batch), 'removing a failed job');
    // Three workers have died of it already; a split costs nothing if they died of something else.
    if (killed && batch.last > batch.first) await this.#split(batch, 'outlived three workers');
    else await this.#countFailure(batch, 'failed');
  }

  /**
   * It may have been evicted with what is in it, so a batch is split in the end. It says nothing against a single record: also
   * the finished job of a worker whose clock is late vanishes at once, as the oldest of all. It is published again and again.
   */
  async #onVanished(batch: StoredBatch): Promise<void> {
    if (batch.last > batch.first) await this.#countFailure(batch, 'vanished from the queue');
  }

  async #split(batch: StoredBatch, why: string): Promise<void> {
    this.#warn(`Batch ${jobId(batch)} ${why}: splitting it into single records`);
    await this.#store.split(batch);
  }

  async #countFailure(batch: StoredBatch, how: string): Promise<void> {
    if (batch.failures + 1 < MAX_FAILURES) {
      await this.#store.noteFailure(batch);
    } else if (batch.last > batch.first) {
      await this.#split(batch, `${how} ${MAX_FAILURES} times`);
    } else {
      this.#warn(`Record ${jobId(batch)} ${how} ${MAX_FAILURES} times alone: it goes to the dead letters`);
      await this.#store.condemn(batch, `${how} ${MAX_FAILURES} times alone`);
    }
  }

  async #publishMissing(): Promise<number> {
    const missing = this.#store.oldest(MAX_BATCHES_OUT).filter((batch) => !this.#out.has(jobId(batch)));
    for (const slice of slices(missing)) await this.#publish(slice);
    return missing.length;
  }

  async #publish(batches: StoredBatch[]): Promise<void> {
    const payloads: BatchPayload[] = [];
    const empty: StoredBatch[] = [];
    for (const batch of batches) {
      const records = this.#store.read(batch);
      if (records.length === 0) empty.push(batch);
      else
        payloads.push(makeBatch(batch, records, batch.deadLetter ? { reason: batch.deadLetter } : undefined));
    }
    // All of their records were given up for want of room.
    if (empty.length > 0) await this.#store.complete(empty);
    if (payloads.length === 0) return;
    await this.#call(this.#producer.publish(payloads), 'publishing');
    for (const batch of batches) if (!empty.includes(batch)) this.#out.add(jobId(batch));
  }

  #call<T>(promise: Promise<T>, what: string): Promise<T> {
    return withTimeout(promise, CALL_TIMEOUT_MS, `Redis (${what})`);
  }
}

/** The batches in their order, in groups of at most so many records, or of one batch. */
function slices(batches: readonly StoredBatch[]): StoredBatch[][] {
  const groups: StoredBatch[][] = [];
  let room = 0;
  for (const batch of batches) {
    const records = batch.last - batch.first + 1;
    if (records > room) {
      groups.push([]);
      room = SLICE_RECORDS;
    }
    groups.at(-1)!.push(batch);
    room -= records;
  }
  return groups;
}
