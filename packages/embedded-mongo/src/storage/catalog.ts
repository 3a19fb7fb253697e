import { randomUUID } from 'node:crypto';
import type { Database } from 'lmdb';
import { newCollection, newIndex, type Collection, type Index, type StoredCollection } from './collection.ts';
import { checkNamespace } from './namespace.ts';
import type { Transaction } from './transaction.ts';
import { Views } from './views.ts';

/** Older code refuses data of a newer format. */
const FORMAT_VERSION = 1;
/** Of some versions between two releases; it says nothing that format 1 does not allow. */
const INTERIM_FORMAT_VERSION = 2;
const FORMAT_KEY = 'format';
const IDS_KEY = 'ids';
const GARBAGE_KEY = 'garbage';
const COLLECTION_PREFIX = 'collection:';
/** The numbers of documents when the data was closed, and the commit that wrote them. */
const COUNTS_KEY = 'counts';
interface StoredCounts {
  commit: number;
  /** By the collection's id. */
  documents: Record<number, number>;
}

/** Ranges of dropped collections and indexes that are still to be deleted. */
export interface Garbage {
  documents: number[];
  indexes: number[];
}

/** Collections and their indexes: in memory, and on disk in the same transactions as the data. */
export class Catalog {
  readonly #db: Database<unknown, string>;
  readonly #collections = new Map<string, Collection>();
  readonly views: Views;
  #nextId = 1;

  constructor(db: Database<unknown, string>) {
    this.#db = db;
    this.views = new Views(db);
  }

  /**
   * Reads what is on disk.
   * @param lastCommit the number of the newest one
   * @param count counts the documents of a collection; asked only if somebody has written since the last orderly end: a process
   * that was killed, or an older version, which knows nothing of counts
   * @throws Error if a newer version has written it
   */
  load(lastCommit: number, count: (collection: Collection) => number): void {
    const format = this.#db.get(FORMAT_KEY) as { version: number } | undefined;
    if (format && format.version > INTERIM_FORMAT_VERSION) {
      throw new Error(
        `the data has format ${format.version}, this version of TED's embedded MongoDB reads up to ${FORMAT_VERSION}: ` +
          'use the newer version of TED',
      );
    }
    this.views.load();
    this.#nextId = (this.#db.get(IDS_KEY) as number | undefined) ?? 1;
    const stored = this.#db.get(COUNTS_KEY) as StoredCounts | undefined;
    const counts = stored?.commit === lastCommit ? stored.documents : undefined;
    for (const { key, value } of this.#db.getRange({ start: COLLECTION_PREFIX, end: 'collection;' })) {
      const namespace = key.slice(COLLECTION_PREFIX.length);
      const { id, uuid, indexes } = value as StoredCollection;
      const ofIndexes = indexes.map((index) => newIndex(index));
      const collection = newCollection(namespace, id, uuid, ofIndexes);
      this.#collections.set(namespace, collection);
      collection.count = counts?.[id] ?? count(collection);
    }
    if (format?.version !== FORMAT_VERSION) this.#put(FORMAT_KEY, { version: FORMAT_VERSION });
  }

  /** As the last thing that is written, in the given commit: then opening counts nothing. */
  storeCounts(commit: number): void {
    const documents = Object.fromEntries(this.all().map(({ id, count }) => [id, count]));
    this.#put(COUNTS_KEY, { commit, documents } satisfies StoredCounts);
  }

  all(): Collection[] {
    return [...this.#collections.values()];
  }

  get(namespace: string): Collection | undefined {
    return this.#collections.get(namespace);
  }

  /** Creates a collection with its index on `_id`. */
  create(tx: Transaction, namespace: string): Collection {
    checkNamespace(namespace);
    const id = this.#newId(tx);
    const idIndex = newIndex({
      id: this.#newId(tx),
      name: '_id_',
      key: [['_id', 1]],
      unique: true,
      multikey: false,
      ready: true,
    });
    const collection = newCollection(namespace, id, randomUUID(), [idIndex]);
    this.#set(tx, namespace, collection);
    return collection;
  }

  /** Its data becomes garbage. */
  drop(tx: Transaction, collection: Collection): void {
    this.#forget(tx, collection);
    this.#addGarbage({ documents: [collection.id], indexes: collection.indexes.map(({ id }) => id) });
  }

  rename(tx: Transaction, collection: Collection, namespace: string): void {
    checkNamespace(namespace);
    const renamed = { ...newCollection(namespace, collection.id, collection.uuid, collection.indexes) };
    renamed.count = collection.count;
    renamed.nextRecord = collection.nextRecord;
    this.#forget(tx, collection);
    this.#set(tx, namespace, renamed);
  }

  /** Adds an index that is not ready yet. */
  addIndex(tx: Transaction, collection: Collection, spec: Pick<Index, 'name' | 'key' | 'unique'>): Index {
    const index = newIndex({ ...spec, id: this.#newId(tx), multikey: false, ready: false });
    this.#setIndexes(tx, collection, [...collection.indexes, index]);
    return index;
  }

  dropIndexes(tx: Transaction, collection: Collection, dropped: readonly Index[]): void {
    this.#setIndexes(
      tx,
      collection,
      collection.indexes.filter((index) => !dropped.includes(index)),
    );
    this.#addGarbage({ documents: [], indexes: dropped.map(({ id }) => id) });
  }

  /** Sets `ready` or `multikey`. */
  markIndex(tx: Transaction, collection: Collection, index: Index, flag: 'ready' | 'multikey'): void {
    if (index[flag]) return;
    index[flag] = true;
    tx.onAbort(() => (index[flag] = false));
    this.#store(collection);
  }

  garbage(): Garbage {
    return (this.#db.get(GARBAGE_KEY) as Garbage | undefined) ?? { documents: [], indexes: [] };
  }

  /** To be called in a transaction, when nothing of this garbage is left. */
  removeGarbage(kind: keyof Garbage, id: number): void {
    const garbage = this.garbage();
    garbage[kind] = garbage[kind].filter((other) => other !== id);
    this.#put(GARBAGE_KEY, garbage);
  }

  #addGarbage(added: Garbage): void {
    const { documents, indexes } = this.garbage();
    this.#put(GARBAGE_KEY, {
      documents: [...documents, ...added.documents],
      indexes: [...indexes, ...added.indexes],
    });
  }

  #forget(tx: Transaction, collection: Collection): void {
    this.#collections.delete(collection.namespace);
    collection.dropped = true;
    tx.onAbort(() => {
      this.#collections.set(collection.namespace, collection);
      collection.dropped = false;
    });
    this.#db.removeSync(COLLECTION_PREFIX + collection.namespace);
  }

  #setIndexes(tx: Transaction, collection: Collection, indexes: readonly Index[]): void {
    const writable = collection as { indexes: readonly Index[] };
    const before = collection.indexes;
    writable.indexes = indexes;
    tx.onAbort(() => (writable.indexes = before));
    this.#store(collection);
  }

  #set(tx: Transaction, namespace: string, collection: Collection): void {
    const before = this.#collections.get(namespace);
    this.#collections.set(namespace, collection);
    tx.onAbort(() => {
      if (before) this.#collections.set(namespace, before);
      else this.#collections.delete(namespace);
    });
    this.#store(collection);
  }

  #newId(tx: Transaction): number {
    const id = this.#nextId++;
    tx.onAbort(() => (this.#nextId = id));
    this.#put(IDS_KEY, this.#nextId);
    return id;
  }

  #store(collection: Collection): void {
    const stored: StoredCollection = {
      id: collection.id,
      uuid: collection.uuid,
      indexes: collection.indexes.map(({ id, name, key, unique, multikey, ready }) => ({
        id,
        name,
        key,
        unique,
        multikey,
        ready,
      })),
    };
    this.#put(COLLECTION_PREFIX + collection.namespace, stored);
  }

  #put(key: string, value: unknown): void {
    this.#db.putSync(key, value);
  }
}
