import { collectValues, crossesArray } from '../query/paths.ts';
import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Index } from './collection.ts';
import { encodeEntry, encodeKey, invert } from './key-encoding.ts';
import { MAX_KEY_BYTES } from './limits.ts';
import { ID_BYTES, idPrefix, RECORD_ID_BYTES, recordIdBytes } from './record-key.ts';

/** The keys of one document in one index: the index's id, the fields, and the record's id where the index is not unique. */
export interface IndexKeys {
  keys: Buffer[];
  /** Whether an array lies on one of the paths: then one document may have several keys. */
  multikey: boolean;
}

/** @throws MongoError CannotIndexParallelArrays, KeyTooLong, NotImplemented (Decimal128 without an equal double) */
export function indexKeys(index: Index, doc: Doc, recordId: number): IndexKeys {
  const own = index.unique ? undefined : recordId;
  const values = valuesWithoutArrays(index, doc);
  const keys = values ? [encodeEntry(index.id, index.fields, values, own)] : multikeys(index, doc, own);
  for (const { length } of keys) checkKeySize(index, own === undefined ? length : length - RECORD_ID_BYTES);
  return { keys, multikey: values === undefined };
}

/** @param length of the index's id and the fields, in bytes @throws MongoError KeyTooLong */
export function checkKeySize({ name }: Index, length: number): void {
  if (length <= ID_BYTES + MAX_KEY_BYTES) return;
  throw new MongoError(
    'KeyTooLong',
    `key too large for index ${name}: ${length - ID_BYTES} bytes, ${MAX_KEY_BYTES} are allowed`,
  );
}

/** One value for each field, as nearly all documents have them; undefined if an array lies on a path. */
function valuesWithoutArrays({ fields }: Index, doc: Doc): Value[] | undefined {
  const values: Value[] = [];
  for (const { names } of fields) {
    let value: Value | undefined = doc;
    for (const name of names) {
      value = isDoc(value) ? value.get(name) : undefined;
      if (Array.isArray(value)) return undefined;
    }
    values.push(value ?? null);
  }
  return values;
}

/** A key for each element of the array. */
function multikeys(index: Index, doc: Doc, recordId: number | undefined): Buffer[] {
  let keys: Buffer[] = [idPrefix(index.id)];
  let arrayField: string | undefined;
  for (const { path, names, direction } of index.fields) {
    if (crossesArray(doc, names)) {
      if (arrayField !== undefined) {
        throw new MongoError(
          'CannotIndexParallelArrays',
          `cannot index parallel arrays [${path}] [${arrayField}]`,
        );
      }
      arrayField = path;
    }
    const parts = encodeDistinct(collectValues(doc, names)).map((part) =>
      direction === 1 ? part : invert(part),
    );
    keys = keys.flatMap((key) => parts.map((part) => Buffer.concat([key, part])));
  }
  if (recordId === undefined) return keys;
  const end = recordIdBytes(recordId);
  return keys.map((key) => Buffer.concat([key, end]));
}

function encodeDistinct(values: readonly (Value | undefined)[]): Buffer[] {
  if (values.length === 0) return [encodeKey(null)];
  const distinct = new Map<string, Buffer>();
  for (const value of values) {
    const key = encodeKey(value ?? null);
    distinct.set(key.toString('latin1'), key);
  }
  return [...distinct.values()];
}
