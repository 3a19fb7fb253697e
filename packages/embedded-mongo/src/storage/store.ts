import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database, type RootDatabase } from 'lmdb';
import { Catalog } from './catalog.ts';
import { TEMPORARY_PREFIX } from './namespace.ts';
import type { Collection } from './collection.ts';
import { idPrefix, recordIdAtEnd, recordKey } from './record-key.ts';
import { Transaction } from './transaction.ts';

/**
 * The data directory: documents, index entries and the catalog in one LMDB environment. Reads are synchronous; inside a
 * transaction they see its writes.
 */
export class Store {
  readonly documents: Database<Buffer, Buffer>;
  readonly entries: Database<Buffer, Buffer>;
  readonly catalog: Catalog;
  readonly #root: RootDatabase;
  readonly #onFailure: (error: Error) => void;
  #failure: Error | undefined;

  /**
   * @param onFailure called once when a commit has failed (disk full, I/O error): memory and disk may then differ, so
   * nothing is written any more and the process has to start again
   * @throws Error if a newer version of TED has written the data
   */
  constructor(dataDir: string, onFailure: (error: Error) => void) {
    this.#onFailure = onFailure;
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    this.#root = open({ path: join(dataDir, 'store.lmdb'), noSubdir: true, maxDbs: 3 });
    const binary = { keyEncoding: 'binary', encoding: 'binary' } as const;
    this.documents = this.#root.openDB({ name: 'docs', ...binary });
    this.entries = this.#root.openDB({ name: 'idx', ...binary });
    this.catalog = new Catalog(this.#root.openDB({ name: 'catalog', encoding: 'json' }));
    this.catalog.load(this.#stats().lastTxnId, (collection) => this.#count(collection));
    for (const collection of this.catalog.all()) collection.nextRecord = this.#lastRecord(collection) + 1;
  }

  /**
   * Runs `work` in a write transaction, alone and at once, and resolves when it is committed: visible, not yet safe from a
   * power failure (see `flushed`). Transactions of several clients share a commit. If `work` throws, nothing of it remains.
   */
  async transaction<T>(work: (tx: Transaction) => T): Promise<T> {
    if (this.#failure) throw this.#failure;
    try {
      // A child transaction can be rolled back on its own.
      return await this.documents.childTransaction(() => {
        const tx = new Transaction();
        try {
          return work(tx);
        } catch (error) {
          tx.abort();
          throw error;
        }
      });
    } catch (error) {
      if (error instanceof Error && 'commitError' in error) this.#fail(error);
      throw error;
    }
  }

  /** Drops indexes whose building, and collections whose filling, a crash has interrupted. To be called once, before anything else is written. */
  async recover(): Promise<void> {
    await this.transaction((tx) => {
      for (const collection of this.catalog.all()) {
        if (collection.name.startsWith(TEMPORARY_PREFIX)) {
          this.catalog.drop(tx, collection);
          continue;
        }
        const unfinished = collection.indexes.filter(({ ready }) => !ready);
        if (unfinished.length > 0) this.catalog.dropIndexes(tx, collection, unfinished);
      }
    });
  }

  /** Resolves when everything committed so far has reached the disk. Rejects after a failed commit: nothing will. */
  async flushed(): Promise<void> {
    if (this.#failure) throw this.#failure;
    await this.documents.flushed;
  }

  document(collection: Collection, recordId: number): Buffer | undefined {
    return this.documents.get(recordKey(collection.id, recordId));
  }

  /** Bytes of the data file. It does not shrink; freed pages are used again. */
  sizeOnDisk(): number {
    const { mapSize = 0, lastPageNumber, pageSize } = this.#stats();
    return lastPageNumber === undefined ? mapSize : (lastPageNumber + 1) * (pageSize ?? 4096);
  }

  async close(): Promise<void> {
    if (!this.#failure) {
      // The commit that is being written follows the last one.
      const counted = this.transaction(() => this.catalog.storeCounts(this.#stats().lastTxnId + 1));
      // Nothing else may come into that commit, or after it.
      this.#failure = new Error('the data has been closed');
      await counted;
    }
    await this.#root.close();
  }

  #stats(): LmdbStats {
    return this.#root.getStats() as LmdbStats;
  }

  /** By the index on `_id`, which every document has one key in: it is far smaller than the documents. */
  #count({ indexes: [idIndex] }: Collection): number {
    const { id } = idIndex!;
    return this.entries.getKeysCount({ start: idPrefix(id), end: idPrefix(id + 1) });
  }

  #lastRecord({ id }: Collection): number {
    const [start, end] = [idPrefix(id + 1), idPrefix(id)];
    for (const last of this.documents.getKeys({ start, end, reverse: true, limit: 1 }))
      return recordIdAtEnd(last);
    return 0;
  }

  #fail(error: Error): void {
    if (this.#failure) return;
    this.#failure = error;
    const { commitError } = error as { commitError?: Promise<never> };
    Promise.resolve(commitError).then(
      () => this.#onFailure(error),
      (reason: unknown) => this.#onFailure(reason instanceof Error ? reason : error),
    );
  }
}

interface LmdbStats {
  /** The newest commit. */
  lastTxnId: number;
  mapSize?: number;
  lastPageNumber?: number;
  pageSize?: number;
}
