import { ObjectId } from 'bson';
import { findId } from './check.ts';

const HEADER_BYTES = 4;
const ID_NAME = Buffer.from([0x07, 0x5f, 0x69, 0x64, 0x00]); // an ObjectId called _id

/** The same document with `_id` as its first field, a new one if it has none. The bytes have to be checked before. */
export function withIdInFront(raw: Buffer): Buffer {
  const id = findId(raw);
  if (id?.start === HEADER_BYTES) return raw;
  const element = id ? raw.subarray(id.start, id.end) : Buffer.concat([ID_NAME, new ObjectId().id]);
  const before = raw.subarray(HEADER_BYTES, id?.start ?? raw.length);
  const after = id ? raw.subarray(id.end) : raw.subarray(raw.length);
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  const length = HEADER_BYTES + element.length + before.length + after.length;
  header.writeInt32LE(length);
  return Buffer.concat([header, element, before, after], length);
}
