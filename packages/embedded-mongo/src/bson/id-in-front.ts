import { ObjectId } from 'bson';
import { findId } from './walk.ts';

const HEADER_BYTES = 4;
const ID_NAME = Buffer.from([0x07, 0x5f, 0x69, 0x64, 0x00]); // an ObjectId called _id

/** The same document with `_id` as its first field, a new one if it has none. The bytes have to be checked before. */
export function withIdInFront(raw: Buffer): Buffer {
  const id = findId(raw);
  if (id?.start === HEADER_BYTES) return raw;
  if (!id) return joined(raw, Buffer.concat([ID_NAME, new ObjectId().id]), raw.length, raw.length);
  return joined(raw, raw.subarray(id.start, id.end), id.start, id.end);
}

/** The field, then all of the document but what lies from `start` to `end`. */
function joined(raw: Buffer, field: Buffer, start: number, end: number): Buffer {
  const length = raw.length + field.length - (end - start);
  const result = Buffer.allocUnsafe(length);
  result.writeInt32LE(length);
  field.copy(result, HEADER_BYTES);
  raw.copy(result, HEADER_BYTES + field.length, HEADER_BYTES, start);
  raw.copy(result, field.length + start, end);
  return result;
}
