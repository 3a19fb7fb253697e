import { collectValues, crossesArray } from '../query/paths.ts';
import type { Doc, Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Index } from './collection.ts';
import { encodeKey, invert } from './key-encoding.ts';
import { MAX_KEY_BYTES } from './limits.ts';

/** The keys of one document in one index, without the index's id and the record's. */
export interface IndexKeys {
  keys: Buffer[];
  /** Whether an array lies on one of the paths: then one document may have several keys. */
  multikey: boolean;
}

const NULL_KEY = encodeKey(null);

/** @throws MongoError CannotIndexParallelArrays, KeyTooLong, NotImplemented (Decimal128 without an equal double) */
export function indexKeys(index: Index, doc: Doc): IndexKeys {
  let keys: Buffer[] = [Buffer.alloc(0)];
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
    keys = keys.flatMap((key) => parts.map((part) => (key.length === 0 ? part : Buffer.concat([key, part]))));
  }
  for (const key of keys) {
    if (key.length > MAX_KEY_BYTES) {
      throw new MongoError(
        'KeyTooLong',
        `key too large for index ${index.name}: ${key.length} bytes, ${MAX_KEY_BYTES} are allowed`,
      );
    }
  }
  return { keys, multikey: arrayField !== undefined };
}

function encodeDistinct(values: readonly (Value | undefined)[]): Buffer[] {
  if (values.length === 0) return [NULL_KEY];
  if (values.length === 1) return [encodeKey(values[0] ?? null)];
  const distinct = new Map<string, Buffer>();
  for (const value of values) {
    const key = encodeKey(value ?? null);
    distinct.set(key.toString('latin1'), key);
  }
  return [...distinct.values()];
}
