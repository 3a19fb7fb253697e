import { MongoError } from '../errors.ts';
import { describe } from '../bson/encode.ts';
import type { Doc, Value } from '../bson/value.ts';
import type { Collection, Index } from './collection.ts';
import { indexKeys, type IndexKeys } from './index-keys.ts';
import { recordIdAtEnd, recordIdBytes, recordKey } from './record-key.ts';
import { MAX_DOCUMENT_BYTES } from './limits.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

/*
 * Documents and their index entries, always changed together in one transaction. Everything that can be refused is checked
 * before the first byte is written, so that one operation of a bulk can fail beside others that succeed.
 */

/**
 * @param doc the fields that are indexed at least, the id among them
 * @throws MongoError DuplicateKey and what `indexKeys` throws
 */
export function insertDocument(
  store: Store,
  tx: Transaction,
  collection: Collection,
  doc: Doc,
  raw: Buffer,
): void {
  checkSize(raw);
  const { indexes } = collection;
  const keys = indexes.map((index) => indexKeys(index, doc));
  for (const [i, index] of indexes.entries()) {
    checkUnique(store, collection, index, keys[i]!.keys, doc, undefined);
  }
  const recordId = collection.nextRecord++;
  store.documents.putSync(recordKey(collection.id, recordId), raw);
  for (const [i, index] of indexes.entries()) {
    putEntries(store, tx, collection, index, keys[i]!, keys[i]!.keys, recordId);
  }
  collection.count++;
  tx.onAbort(() => collection.count--);
}

/** @throws MongoError DuplicateKey and what `indexKeys` throws */
export function replaceDocument(
  store: Store,
  tx: Transaction,
  collection: Collection,
  recordId: number,
  before: Doc,
  after: Doc,
  raw: Buffer,
): void {
  checkSize(raw);
  const changes = collection.indexes
    .filter((index) => touches(index, before, after))
    .map((index) => {
      const old = indexKeys(index, before);
      const now = indexKeys(index, after);
      const isIn = (keys: readonly Buffer[]) => (key: Buffer) => keys.some((other) => other.equals(key));
      return {
        index,
        now,
        removed: old.keys.filter((key) => !isIn(now.keys)(key)),
        added: now.keys.filter((key) => !isIn(old.keys)(key)),
      };
    });
  for (const { index, added } of changes) checkUnique(store, collection, index, added, after, recordId);
  store.documents.putSync(recordKey(collection.id, recordId), raw);
  for (const { index, now, removed, added } of changes) {
    removeEntries(store, index, removed, recordId);
    putEntries(store, tx, collection, index, now, added, recordId);
  }
}

export function deleteDocument(
  store: Store,
  tx: Transaction,
  collection: Collection,
  recordId: number,
  doc: Doc,
): void {
  for (const index of collection.indexes) removeEntries(store, index, indexKeys(index, doc).keys, recordId);
  store.documents.removeSync(recordKey(collection.id, recordId));
  collection.count--;
  tx.onAbort(() => collection.count++);
}

/** Enters a stored document into an index that is being built; harmless where it has been entered already. */
export function indexDocument(
  store: Store,
  tx: Transaction,
  collection: Collection,
  index: Index,
  recordId: number,
  doc: Doc,
): void {
  const keys = indexKeys(index, doc);
  checkUnique(store, collection, index, keys.keys, doc, recordId);
  putEntries(store, tx, collection, index, keys, keys.keys, recordId);
}

/** Updates keep the values that they do not touch, so most indexes need not be looked at. */
function touches(index: Index, before: Doc, after: Doc): boolean {
  return index.fields.some(({ names }) => before.get(names[0]!) !== after.get(names[0]!));
}

function checkSize(raw: Buffer): void {
  if (raw.length <= MAX_DOCUMENT_BYTES) return;
  throw new MongoError(
    'BSONObjectTooLarge',
    `object to insert too large. size in bytes: ${raw.length}, max size: ${MAX_DOCUMENT_BYTES}`,
  );
}

const entryKey = (index: Index, key: Buffer, recordId: number): Buffer =>
  index.unique ? key : Buffer.concat([key, recordIdBytes(recordId)]);

function checkUnique(
  store: Store,
  collection: Collection,
  index: Index,
  keys: readonly Buffer[],
  doc: Doc,
  own: number | undefined,
): void {
  if (!index.unique) return;
  for (const key of keys) {
    const holder = store.entries.get(key);
    if (holder && recordIdAtEnd(holder) !== own) throw duplicateKey(collection, index, doc);
  }
}

const NOTHING = Buffer.alloc(0);

function putEntries(
  store: Store,
  tx: Transaction,
  collection: Collection,
  index: Index,
  { multikey }: IndexKeys,
  added: readonly Buffer[],
  recordId: number,
): void {
  const value = index.unique ? recordIdBytes(recordId) : NOTHING;
  for (const key of added) {
    store.entries.putSync(entryKey(index, key, recordId), value);
  }
  if (multikey) store.catalog.markIndex(tx, collection, index, 'multikey');
}

function removeEntries(store: Store, index: Index, keys: readonly Buffer[], recordId: number): void {
  for (const key of keys) store.entries.removeSync(entryKey(index, key, recordId));
}

function duplicateKey(collection: Collection, index: Index, doc: Doc): MongoError {
  const values = index.fields.map(({ path, names }) => [path, valueAt(doc, names)] as const);
  const dupKey = values.map(([path, value]) => `${path}: ${describe(value)}`).join(', ');
  return new MongoError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${collection.namespace} index: ${index.name} dup key: { ${dupKey} }`,
    { keyPattern: Object.fromEntries(index.key), keyValue: new Map(values) },
  );
}

/** What the error shows of a document: the value under the path, null where there is none. */
function valueAt(doc: Doc, names: readonly string[]): Value {
  let value: Value | undefined = doc;
  for (const name of names) value = value instanceof Map ? value.get(name) : undefined;
  return value ?? null;
}
