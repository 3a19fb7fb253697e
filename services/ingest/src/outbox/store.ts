import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, type Database, type RootDatabase } from 'lmdb';
import type { BatchId, NumberedRecord } from '@ted/messaging';
import { EXPENDABLE, noDrops, type Drops, type Expendable, type OutboxRecord } from './expendable.ts';

/**
 * Raised when the layout below changes; older code refuses a newer file. 1 kept all kinds in `records`, where they stay until
 * they are stored.
 */
const FORMAT_VERSION = 2;
/** As many records as a batch may have. */
const MAX_BATCH = 1000;
/** Records given up in one transaction. */
const DROP_CHUNK = 1000;

/** A batch whose boundaries are fixed, so that it keeps its job id for ever. */
export interface StoredBatch extends BatchId {
  /** How often it failed, or vanished from a Redis that kept everything else. */
  failures: number;
  /** Set when the single record in it is to be kept as a dead letter. */
  deadLetter?: string;
}

/** The newest checkpoints of feeds, or parts of them, as text by their keys. */
export type Checkpoints = ReadonlyMap<string, string>;

const checkpointKey = (key: string): string => `checkpoint:${key}`;

type BatchRow = Omit<StoredBatch, 'outboxId' | 'first'>;
type Shelf = Database<string, number>;

/**
 * The outbox's file: records by number, the batches that were cut from them, each feed's newest checkpoint, and the file's own uuid.
 * Records leave through {@link OutboxStore.complete}, and those of an expendable kind through {@link OutboxStore.makeRoom}.
 */
export class OutboxStore {
  readonly id: string;
  readonly #root: RootDatabase;
  /** What is never given up. */
  readonly #records: Shelf;
  /** The expendable kinds, each on a shelf of its own, so that its oldest record is found at once. */
  readonly #expendable: Record<Expendable, Shelf>;
  readonly #shelves: readonly Shelf[];
  readonly #batches: Database<BatchRow, number>;
  readonly #meta: Database<string | number, string>;
  #nextSeq: number;
  #firstUncut: number;
  #count: number;
  #dropped: Drops;

  /** Opens or makes the outbox in a folder. Throws if a newer TED wrote it. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#root = open({
      path: `${folder}/outbox.lmdb`,
      maxDbs: 8,
      noSubdir: true,
      keyEncoding: 'ordered-binary',
    });
    this.#meta = this.#root.openDB({ name: 'meta', encoding: 'json' });
    const shelf = (name: string): Shelf =>
      this.#root.openDB({ name, encoding: 'string', keyEncoding: 'ordered-binary' });
    this.#records = shelf('records');
    this.#expendable = { tick_sample: shelf('tick_samples'), prediction: shelf('predictions') };
    this.#shelves = [this.#records, ...Object.values(this.#expendable)];
    this.#batches = this.#root.openDB({ name: 'batches', encoding: 'json', keyEncoding: 'ordered-binary' });
    const format = this.#meta.get('format');
    if (typeof format === 'number' && format > FORMAT_VERSION)
      throw new Error(`the outbox in ${folder} was written by a newer TED (format ${format}): update TED`);
    this.id = String(this.#meta.get('id') ?? randomUUID());
    // Numbers are never used twice, also when the outbox was emptied before a restart.
    this.#nextSeq = Number(this.#meta.get('lastUsed') ?? -1) + 1;
    this.#firstUncut = this.#firstAfter(Number(this.#meta.get('lastCut') ?? -1));
    this.#count = this.#shelves.reduce((sum, each) => sum + each.getKeysCount(), 0);
    this.#dropped = { ...noDrops(), ...(JSON.parse(String(this.#meta.get('dropped') ?? '{}')) as Drops) };
  }

  /** Writes what a new file needs. Call once after opening. */
  async initialise(): Promise<void> {
    const isThere = this.#meta.get('id') === this.id;
    if (isThere) await this.#skipAhead();
    // An outbox that is there opens without a write, so that ingest starts with a full disk too.
    if (isThere && this.#meta.get('format') === FORMAT_VERSION) return;
    await this.#write(() => {
      this.#meta.putSync('format', FORMAT_VERSION);
      this.#meta.putSync('id', this.id);
    });
    await this.#root.flushed;
  }

  /**
   * Leaves numbers out, up to the time of day in µs (no outbox takes a million records a second): a copy of this file that is put back must not use those again that were
   * used since, because Redis may still hold their finished jobs. What is in no batch yet is cut first, so that no batch
   * spans the gap.
   */
  async #skipAhead(): Promise<void> {
    const ahead = Date.now() * 1000;
    if (ahead <= this.#nextSeq) return;
    try {
      await this.cut(MAX_BATCH);
    } catch {
      // The disk is full: the numbers go on as they are.
      return;
    }
    this.#nextSeq = ahead;
    this.#firstUncut = ahead;
  }

  /** The number of the first record after this one; the next number if there is none. */
  #firstAfter(seq: number): number {
    const firsts = this.#shelves.flatMap((shelf) => [...shelf.getKeys({ start: seq + 1, limit: 1 })]);
    return Math.min(this.#nextSeq, ...firsts);
  }

  /** Records that are not yet stored in MongoDB. */
  get count(): number {
    return this.#count;
  }

  /** Records that are in no batch yet. */
  get uncut(): number {
    return this.#nextSeq - this.#firstUncut;
  }

  /** Bytes of the file that are in use; what was freed is used again before the file grows. */
  get bytes(): number {
    return [...this.#shelves, this.#batches].reduce((sum, database) => {
      const { pageSize, ...pages } = database.getStats() as PageCounts;
      return sum + pageSize * (pages.treeBranchPageCount + pages.treeLeafPageCount + pages.overflowPages);
    }, 0);
  }

  /** Records that were ever given up for want of room, by kind. */
  get dropped(): Readonly<Drops> {
    return this.#dropped;
  }

  /** What {@link OutboxStore.append} was given last as the checkpoint of this key; null if there was none. */
  checkpoint(key: string): string | null {
    const stored = this.#meta.get(checkpointKey(key));
    return typeof stored === 'string' ? stored : null;
  }

  /**
   * Takes records and the checkpoints that go with them, in one transaction. Once it resolves they are synced to disk and
   * count as accepted. Calls must not overlap.
   */
  async append(records: readonly OutboxRecord[], checkpoints: Checkpoints = new Map()): Promise<void> {
    const first = this.#nextSeq;
    await this.#write(() => {
      records.forEach(({ kind, json }, i) => this.#shelfOf(kind).putSync(first + i, json));
      if (records.length > 0) this.#meta.putSync('lastUsed', first + records.length - 1);
      for (const [key, checkpoint] of checkpoints) this.#meta.putSync(checkpointKey(key), checkpoint);
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

  /** A batch's records, parsed, in order; without those that were given up since it was cut. */
  read(batch: BatchId): NumberedRecord[] {
    return this.#shelves
      .flatMap((shelf) => [...shelf.getRange({ start: batch.first, end: batch.last + 1 })])
      .sort((a, b) => a.key - b.key)
      .map(({ key, value }) => ({ seq: key, record: JSON.parse(value) as unknown }));
  }

  /** When the oldest record was made (ms since 1970), null if there is none. */
  oldestCreatedAt(): number | null {
    const oldest = this.#shelves
      .flatMap((shelf) => [...shelf.getRange({ limit: 1 })])
      .reduce<{ key: number; value: string } | undefined>((a, b) => (a && a.key < b.key ? a : b), undefined);
    return oldest ? ((JSON.parse(oldest.value) as { created_at?: number }).created_at ?? null) : null;
  }

  /**
   * Gives up the oldest expendable records until the file uses no more than `maxBytes`: tick samples first, then predictions,
   * never anything else. One that is on its way to a worker may be stored all the same; it counts as dropped.
   * @returns how many went
   */
  async makeRoom(maxBytes: number): Promise<number> {
    let removed = 0;
    for (const kind of EXPENDABLE) {
      while (this.bytes > maxBytes) {
        const went = await this.#drop(kind, DROP_CHUNK);
        if (went === 0) break;
        removed += went;
      }
    }
    return removed;
  }

  async #drop(kind: Expendable, limit: number): Promise<number> {
    const shelf = this.#expendable[kind];
    let dropped = this.#dropped;
    await this.#write(() => {
      const keys = [...shelf.getKeys({ limit })];
      for (const key of keys) shelf.removeSync(key);
      dropped = { ...this.#dropped, [kind]: this.#dropped[kind] + keys.length };
      this.#meta.putSync('dropped', JSON.stringify(dropped));
    });
    const went = dropped[kind] - this.#dropped[kind];
    this.#dropped = dropped;
    this.#count -= went;
    return went;
  }

  /** The worker has stored these: they leave. Returns how many records that were. */
  async complete(batches: readonly BatchId[]): Promise<number> {
    let removed = 0;
    await this.#write(() => {
      removed = 0;
      for (const { first, last } of batches) {
        for (const shelf of this.#shelves) {
          for (const key of shelf.getKeys({ start: first, end: last + 1 })) {
            shelf.removeSync(key);
            removed++;
          }
        }
        this.#batches.removeSync(first);
      }
    });
    this.#count -= removed;
    return removed;
  }

  /** Remembers that a batch failed once more. */
  async noteFailure(batch: StoredBatch): Promise<void> {
    const { last, failures, deadLetter } = batch;
    await this.#batches.put(batch.first, { last, failures: failures + 1, ...(deadLetter && { deadLetter }) });
  }

  /** Replaces a batch by one batch for each of its records, so that the bad one fails alone. */
  async split(batch: StoredBatch): Promise<void> {
    const range = { start: batch.first, end: batch.last + 1 };
    const keys = this.#shelves.flatMap((shelf) => [...shelf.getKeys(range)]);
    await this.#write(() => {
      this.#batches.removeSync(batch.first);
      for (const key of keys) this.#batches.putSync(key, { last: key, failures: 0 });
    });
  }

  /** A single record failed alone, repeatedly: it will be kept as a dead letter. */
  async condemn(batch: StoredBatch, reason: string): Promise<void> {
    await this.#batches.put(batch.first, { last: batch.last, failures: 0, deadLetter: reason });
  }

  #shelfOf(kind: string): Shelf {
    return kind in this.#expendable ? this.#expendable[kind as Expendable] : this.#records;
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

/** What lmdb says of a database; its types leave it open. */
interface PageCounts {
  pageSize: number;
  treeBranchPageCount: number;
  treeLeafPageCount: number;
  overflowPages: number;
}
