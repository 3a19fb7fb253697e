import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, type Database, type RootDatabase } from 'lmdb';
import type { BatchId, NumberedRecord } from '@ted/messaging';

/** Raised when the layout below changes; older code refuses a newer file. */
const FORMAT_VERSION = 1;

/** A batch whose boundaries are fixed, so that it keeps its job id for ever. */
export interface StoredBatch extends BatchId {
  /** How often it failed, or vanished from a Redis that kept everything else. */
  failures: number;
  /** Set when the single record in it is to be kept as a dead letter. */
  deadLetter?: string;
}

type BatchRow = Omit<StoredBatch, 'outboxId' | 'first'>;

/**
 * The outbox's file: records by number, the batches that were cut from them, and the file's own uuid. Records leave only
 * through {@link OutboxStore.complete}.
 */
export class OutboxStore {
  readonly id: string;
  readonly #root: RootDatabase;
  readonly #records: Database<string, number>;
  readonly #batches: Database<BatchRow, number>;
  readonly #meta: Database<string | number, string>;
  #nextSeq: number;
  #firstUncut: number;
  #count: number;

  /** Opens or makes the outbox in a folder. Throws if a newer TED wrote it. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#root = open({
      path: `${folder}/outbox.lmdb`,
      maxDbs: 4,
      noSubdir: true,
      keyEncoding: 'ordered-binary',
    });
    this.#meta = this.#root.openDB({ name: 'meta', encoding: 'json' });
    this.#records = this.#root.openDB({ name: 'records', encoding: 'string', keyEncoding: 'ordered-binary' });
    this.#batches = this.#root.openDB({ name: 'batches', encoding: 'json', keyEncoding: 'ordered-binary' });
    const format = this.#meta.get('format');
    if (typeof format === 'number' && format > FORMAT_VERSION)
      throw new Error(`the outbox in ${folder} was written by a newer TED (format ${format}): update TED`);
    this.id = String(this.#meta.get('id') ?? randomUUID());
    // Numbers are never used twice, also when the outbox was emptied before a restart.
    this.#nextSeq = Number(this.#meta.get('lastUsed') ?? -1) + 1;
    this.#firstUncut = Number(this.#meta.get('lastCut') ?? -1) + 1;
    this.#count = this.#records.getKeysCount();
  }

  /** Writes what a new file needs. Call once after opening. */
  async initialise(): Promise<void> {
    // An outbox that is there opens without a write, so that ingest starts with a full disk too.
    if (this.#meta.get('id') === this.id) return;
    await this.#write(() => {
      this.#meta.putSync('format', FORMAT_VERSION);
      this.#meta.putSync('id', this.id);
    });
    await this.#root.flushed;
  }

  /** Records that are not yet stored in MongoDB. */
  get count(): number {
    return this.#count;
  }

  /** Records that are in no batch yet. */
  get uncut(): number {
    return this.#nextSeq - this.#firstUncut;
  }

  /**
   * Takes records (as JSON). Once it resolves they are synced to disk and count as accepted. Calls must not overlap.
   */
  async append(records: readonly string[]): Promise<void> {
    const first = this.#nextSeq;
    await this.#write(() => {
      records.forEach((json, i) => this.#records.putSync(first + i, json));
      this.#meta.putSync('lastUsed', first + records.length - 1);
    });
    await this.#root.flushed;
    // Only now: a batch must never be cut over records that may still fail to be written.
    this.#nextSeq = first + records.length;
    this.#count += records.length;
  }

  /** Cuts what is in no batch yet into batches of at most `size`; with `onlyFull` a rest that would not fill one stays. */
  async cut(size: number, onlyFull = false): Promise<void> {
    const start = this.#firstUncut;
    const end = onlyFull ? this.#nextSeq - (this.uncut % size) : this.#nextSeq;
    if (end === start) return;
    await this.#write(() => {
      for (let first = start; first < end; first += size) {
        this.#batches.putSync(first, { last: Math.min(first + size, end) - 1, failures: 0 });
      }
      this.#meta.putSync('lastCut', end - 1);
    });
    this.#firstUncut = end;
  }

  /** The oldest batches, at most `limit`. */
  oldest(limit: number): StoredBatch[] {
    return [...this.#batches.getRange({ limit })].map(({ key, value }) => ({
      outboxId: this.id,
      first: key,
      ...value,
    }));
  }

  /** A batch's records, parsed. */
  read(batch: BatchId): NumberedRecord[] {
    const range = this.#records.getRange({ start: batch.first, end: batch.last + 1 });
    return [...range].map(({ key, value }) => ({ seq: key, record: JSON.parse(value) as unknown }));
  }

  /** When the oldest record was made (ms since 1970), null if there is none. */
  oldestCreatedAt(): number | null {
    const oldest = firstOf(this.#records.getRange({ limit: 1 }));
    return oldest ? ((JSON.parse(oldest.value) as { created_at?: number }).created_at ?? null) : null;
  }

  /** The worker has stored these: they leave. */
  async complete(batches: readonly BatchId[]): Promise<void> {
    let removed = 0;
    await this.#write(() => {
      for (const { first, last } of batches) {
        for (const key of this.#records.getKeys({ start: first, end: last + 1 })) {
          this.#records.removeSync(key);
          removed++;
        }
        this.#batches.removeSync(first);
      }
    });
    this.#count -= removed;
  }

  /** Remembers that a batch failed once more. */
  async noteFailure(batch: StoredBatch): Promise<void> {
    const { last, failures, deadLetter } = batch;
    await this.#batches.put(batch.first, { last, failures: failures + 1, ...(deadLetter && { deadLetter }) });
  }

  /** Replaces a batch by one batch for each of its records, so that the bad one fails alone. */
  async split(batch: StoredBatch): Promise<void> {
    const keys = [...this.#records.getKeys({ start: batch.first, end: batch.last + 1 })];
    await this.#write(() => {
      this.#batches.removeSync(batch.first);
      for (const key of keys) this.#batches.putSync(key, { last: key, failures: 0 });
    });
  }

  /** A single record failed alone, repeatedly: it will be kept as a dead letter. */
  async condemn(batch: StoredBatch, reason: string): Promise<void> {
    await this.#batches.put(batch.first, { last: batch.last, failures: 0, deadLetter: reason });
  }

  /** One transaction. A commit that fails (disk full) rejects, and its details do not end the thread on their own. */
  async #write(work: () => void): Promise<void> {
    try {
      await this.#root.transaction(work);
    } catch (error) {
      const { commitError } = error as { commitError?: Promise<unknown> };
      throw commitError
        ? await Promise.resolve(commitError).then(
            () => error,
            (reason: unknown) => reason,
          )
        : error;
    }
  }

  async close(): Promise<void> {
    await this.#root.flushed;
    await this.#root.close();
  }
}

function firstOf<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}
