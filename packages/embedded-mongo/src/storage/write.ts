import { decodeDocument } from '../bson/decode.ts';
import { MongoError } from '../errors.ts';
import { describe } from '../bson/describe.ts';
import type { Doc, Value } from '../bson/value.ts';
import type { Collection, Index } from './collection.ts';
import { indexKeys, type IndexKeys } from './index-keys.ts';
import { rawKeys } from './raw-keys.ts';
import { recordIdAtEnd, recordIdBytes, recordKey } from './record-key.ts';
import { MAX_DOCUMENT_BYTES } from './limits.ts';
import type { StoredDocument } from './scan.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

/*
 * Documents and their index entries, always changed together in one transaction. Everything that can be refused is checked
 * before the first byte is written, so that one operation of a bulk can fail beside others that succeed.
 */

/**
 * @param raw checked, with its id in front
 * @throws MongoError DuplicateKey and what `indexKeys` throws
 */
export function insertDocument(store: Store, tx: Transaction, collection: Collection, raw: Buffer): void {
  checkSize(raw);
  const { indexes } = collection;
  const recordId = collection.nextRecord;
  const keys = rawKeys(indexes).keysOf(raw, recordId);
  for (let i = 0; i < indexes.length; i++) {
    checkUnique(store, collection, indexes[i]!, keys[i]!.keys, undefined, () => decodeDocument(raw));
  }
  collection.nextRecord++;
  store.documents.putSync(recordKey(collection.id, recordId), raw);
  for (let i = 0; i < indexes.length; i++) {
    putEntries(store, tx, collection, indexes[i]!, keys[i]!, keys[i]!.keys, recordId);
  }
  tx.count(collection, 1);
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
      const old = indexKeys(index, before, recordId);
      const now = indexKeys(index, after, recordId);
      const isIn = (keys: readonly Buffer[]) => (key: Buffer) => keys.some((other) => other.equals(key));
      return {
        index,
        now,
        removed: old.keys.filter((key) => !isIn(now.keys)(key)),
        added: now.keys.filter((key) => !isIn(old.keys)(key)),
      };
    });
  for (const { index, added } of changes) checkUnique(store, collection, index, added, recordId, () => after);
  store.documents.putSync(recordKey(collection.id, recordId), raw);
  for (const { index, now, removed, added } of changes) {
    removeEntries(store, removed);
    putEntries(store, tx, collection, index, now, added, recordId);
  }
}

export function deleteDocument(
  store: Store,
  tx: Transaction,
  collection: Collection,
  { recordId, raw }: StoredDocument,
): void {
  for (const { keys } of rawKeys(collection.indexes).keysOf(raw, recordId)) removeEntries(store, keys);
  store.documents.removeSync(recordKey(collection.id, recordId));
  tx.count(collection, -1);
}

/** Enters a stored document into an index that is being built; harmless where it has been entered already. */
export function indexDocument(
  store: Store,
  tx: Transaction,
  collection: Collection,
  index: Index,
  { recordId, raw }: StoredDocument,
): void {
  const doc = decodeDocument(raw);
  const keys = indexKeys(index, doc, recordId);
  checkUnique(store, collection, index, keys.keys, recordId, () => doc);
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

function checkUnique(
  store: Store,
  collection: Collection,
  index: Index,
  keys: readonly Buffer[],
  own: number | undefined,
  doc: () => Doc,
): void {
  if (!index.unique) return;
  for (const key of keys) {
    const holder = store.entries.get(key);
    if (holder && recordIdAtEnd(holder) !== own) throw duplicateKey(collection, index, doc());
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
  for (const key of added) store.entries.putSync(key, value);
  if (multikey) store.catalog.markIndex(tx, collection, index, 'multikey');
}

function removeEntries(store: Store, keys: readonly Buffer[]): void {
  for (const key of keys) store.entries.removeSync(key);
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
