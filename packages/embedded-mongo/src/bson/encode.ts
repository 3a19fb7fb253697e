import {
  serialize,
  type Binary,
  type BSONRegExp,
  type Decimal128,
  type Double,
  type Int32,
  type ObjectId,
  type Timestamp,
} from 'bson';
import { invalid } from './invalid.ts';
import { TYPES, typeOf, type Doc, type Value } from './value.ts';

/** The document in BSON, in bytes of its own. */
export function encodeDocument(doc: Doc | Record<string, unknown>): Buffer {
  if (!(doc instanceof Map)) {
    const bytes = serialize(doc);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  const end = writeDocument(doc, 0);
  const encoded = Buffer.from(scratch.subarray(0, end));
  if (scratch.length > MAX_KEPT_BYTES) scratch = Buffer.allocUnsafeSlow(FIRST_BYTES);
  return encoded;
}

/*
 * Written by hand because this is what an upsert or update spends most of its time on: `serialize` asks each value what it
 * might be, here its type is known.
 */

const FIRST_BYTES = 64 * 1024;
const MAX_KEPT_BYTES = 1024 * 1024;

/** Every document is made here and copied: nothing in between gives way. */
let scratch = Buffer.allocUnsafeSlow(FIRST_BYTES);

function makeRoom(end: number): void {
  if (end <= scratch.length) return;
  const larger = Buffer.allocUnsafeSlow(2 * end);
  scratch.copy(larger);
  scratch = larger;
}

/** @returns where it ends, as all of these */
function writeDocument(doc: Doc, start: number): number {
  let at = start + 4;
  for (const [name, value] of doc) at = writeField(name, value, at);
  return endDocument(start, at);
}

function writeArray(values: readonly Value[], start: number): number {
  let at = start + 4;
  for (let i = 0; i < values.length; i++) at = writeField(String(i), values[i]!, at);
  return endDocument(start, at);
}

function endDocument(start: number, at: number): number {
  makeRoom(at + 1);
  scratch[at] = 0;
  scratch.writeInt32LE(at + 1 - start, start);
  return at + 1;
}

/** What a field takes beside its name and text, at the most, if it is no document, array or binary. */
const FIELD_BYTES = 32;

function writeField(name: string, value: Value, start: number): number {
  const type = typeOf(value);
  makeRoom(start + FIELD_BYTES + 3 * name.length);
  scratch[start] = TYPES[type].number & 0xff;
  const at = writeName(name, start + 1);
  switch (type) {
    case 'minKey':
    case 'maxKey':
    case 'null':
      return at;
    case 'int':
      return scratch.writeInt32LE((value as Int32).value, at);
    case 'double':
      return scratch.writeDoubleLE((value as Double).value, at);
    case 'long':
      return scratch.writeBigInt64LE(value as bigint, at);
    case 'date':
      return writeMilliseconds((value as Date).getTime(), at);
    case 'bool':
      scratch[at] = value === true ? 1 : 0;
      return at + 1;
    case 'string':
      return writeText(value as string, at);
    case 'object':
      return writeDocument(value as Doc, at);
    case 'array':
      return writeArray(value as Value[], at);
    case 'objectId':
      return writeBytes((value as ObjectId).id, at);
    case 'decimal':
      return writeBytes((value as Decimal128).bytes, at);
    case 'timestamp':
      return scratch.writeBigUInt64LE(BigInt.asUintN(64, (value as Timestamp).toBigInt()), at);
    case 'binData':
      return writeBinary(value as Binary, at);
    case 'regex': {
      const { pattern, options } = value as BSONRegExp;
      makeRoom(at + 3 * (pattern.length + options.length) + FIELD_BYTES);
      return writeName(options, writeName(pattern, at));
    }
  }
}

/** A text that ends with a zero; names are short, so that byte by byte is faster than a call for them. */
function writeName(name: string, at: number): number {
  const end = at + name.length;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code === 0) throw invalid('a name with a zero byte');
    if (code > 0x7f) return writeWideName(name, at);
    scratch[at + i] = code;
  }
  scratch[end] = 0;
  return end + 1;
}

function writeWideName(name: string, at: number): number {
  if (name.includes('\0')) throw invalid('a name with a zero byte');
  const end = at + scratch.write(name, at, 'utf8');
  scratch[end] = 0;
  return end + 1;
}

function writeText(text: string, at: number): number {
  makeRoom(at + 3 * text.length + FIELD_BYTES);
  const length = scratch.write(text, at + 4, 'utf8');
  scratch.writeInt32LE(length + 1, at);
  scratch[at + 4 + length] = 0;
  return at + 4 + length + 1;
}

/** A safe integer as an int64, without the way by bigint. */
function writeMilliseconds(value: number, at: number): number {
  const high = Math.floor(value / 2 ** 32);
  scratch.writeInt32LE(high, scratch.writeUInt32LE(value - high * 2 ** 32, at));
  return at + 8;
}

function writeBytes(bytes: Uint8Array, at: number): number {
  makeRoom(at + bytes.length + FIELD_BYTES);
  scratch.set(bytes, at);
  return at + bytes.length;
}

function writeBinary(binary: Binary, at: number): number {
  const bytes = binary.value();
  scratch.writeInt32LE(bytes.length, at);
  scratch[at + 4] = binary.sub_type;
  return writeBytes(bytes, at + 5);
}
