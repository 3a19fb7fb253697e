import type { Binary, BSONRegExp, Decimal128, ObjectId, Timestamp } from 'bson';
import { compareNumbers } from '../bson/compare.ts';
import { plain, toDouble, type BsonNumber } from '../bson/numbers.ts';
import { rankOf, typeOf, type Doc, type Value } from '../bson/value.ts';
import { notSupported } from '../errors.ts';
import type { Direction } from './collection.ts';
import { KeyBytes } from './key-bytes.ts';
import { Double } from 'bson';

/**
 * Bytes whose order (memcmp) is MongoDB's order of values. Each encoding ends itself: none is the beginning of another, so
 * that those of several fields can stand one behind the other. The first byte is the type's rank.
 * @throws MongoError NotImplemented for a Decimal128 that no double holds exactly
 */
export function encodeKey(value: Value): Buffer {
  scratch.clear();
  writeTyped(scratch, value);
  return scratch.copy();
}

/**
 * The key of an index entry: the index's id, its fields, and the record's id where the index is not unique.
 * @throws MongoError as `encodeKey`
 */
export function encodeEntry(
  indexId: number,
  fields: readonly { direction: Direction }[],
  values: readonly Value[],
  recordId?: number,
): Buffer {
  scratch.clear();
  scratch.uint32(indexId);
  for (let i = 0; i < fields.length; i++) {
    const start = scratch.length;
    writeTyped(scratch, values[i]!);
    if (fields[i]!.direction === -1) scratch.invertFrom(start);
  }
  if (recordId !== undefined) scratch.uint48(recordId);
  return scratch.copy();
}

/** The same bytes for an index that descends. */
export function invert(bytes: Buffer): Buffer {
  const inverted = Buffer.allocUnsafe(bytes.length);
  for (let i = 0; i < bytes.length; i++) inverted[i] = 255 - bytes[i]!;
  return inverted;
}

/** The least key that is greater than all keys that begin with these bytes (which are not all 0xff). */
export function successor(bytes: Buffer): Buffer {
  let last = bytes.length - 1;
  while (bytes[last] === 0xff) last--;
  const next = Buffer.from(bytes.subarray(0, last + 1));
  next[last]!++;
  return next;
}

/** Where the values of a type begin, and where they end; of numbers without NaN, which no range matches. */
export function typeBracket(value: Value): { low: Buffer; high: Buffer } {
  const rank = rankOf(value);
  const low = typeOf(value) === 'double' || rank === rankOf(0n) ? LOWEST_NUMBER : Buffer.from([rank]);
  return { low, high: Buffer.from([rank + 1]) };
}

/** Every key is made here and copied: nothing in between gives way. */
const scratch = new KeyBytes();

export function writeTyped(out: KeyBytes, value: Value): void {
  out.byte(rankOf(value));
  writeValue(out, value);
}

function writeValue(out: KeyBytes, value: Value): void {
  switch (typeOf(value)) {
    case 'minKey':
    case 'maxKey':
    case 'null':
      return;
    case 'int':
    case 'double':
    case 'long':
    case 'decimal':
      return writeNumber(out, value as BsonNumber);
    case 'string':
      return out.text(value as string);
    case 'object':
      for (const [name, field] of value as Doc) {
        out.byte(rankOf(field));
        out.text(name);
        writeValue(out, field);
      }
      return out.byte(0);
    case 'array':
      for (const element of value as Value[]) writeTyped(out, element);
      return out.byte(0);
    case 'bool':
      return out.byte(value === true ? 1 : 0);
    case 'date':
      return writeInteger(out, (value as Date).getTime());
    case 'objectId':
      return out.bytes((value as ObjectId).id);
    case 'binData': {
      const binary = value as Binary;
      const bytes = binary.value();
      out.uint32(bytes.length);
      out.byte(binary.sub_type);
      return out.bytes(bytes);
    }
    case 'timestamp':
      return out.uint64(BigInt.asUintN(64, (value as Timestamp).toBigInt()));
    case 'regex':
      out.text((value as BSONRegExp).pattern);
      return out.text((value as BSONRegExp).options);
  }
}

/** A safe integer as 64 bits in the order of their values. */
function writeInteger(out: KeyBytes, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  writeHighLow(out, high, value - high * 2 ** 32);
}

/** The same, of its upper and lower 32 bits. */
export function writeHighLow(out: KeyBytes, high: number, low: number): void {
  out.uint32((high ^ 0x80000000) >>> 0);
  out.uint32(low);
}

const view = new DataView(new ArrayBuffer(8));

/**
 * The greatest double that is not greater, and how much is missing. Only an int64 beyond 2^53 misses anything, and less
 * than 2^11, the distance of doubles there.
 */
function writeNumber(out: KeyBytes, value: BsonNumber): void {
  const number = plain(value) ?? exactDouble(value as Decimal128);
  let floor = Number(number);
  let missing = 0;
  if (typeof number === 'bigint' && !Number.isSafeInteger(floor)) {
    if (BigInt(floor) > number) floor = previousDouble(floor);
    missing = Number(number - BigInt(floor));
  }
  writeOrderedBits(out, floor);
  out.uint16(missing);
}

/** A number that a double holds exactly. */
export function writeDouble(out: KeyBytes, value: number): void {
  writeOrderedBits(out, value);
  out.uint16(0);
}

/** The bits of a double as an unsigned number in the order of the doubles; 0 for NaN, the least. */
function writeOrderedBits(out: KeyBytes, value: number): void {
  if (Number.isNaN(value)) {
    out.uint32(0);
    out.uint32(0);
    return;
  }
  view.setFloat64(0, value === 0 ? 0 : value); // −0 equals 0
  const [high, low] = [view.getUint32(0), view.getUint32(4)];
  const isNegative = high >= 0x80000000;
  out.uint32(isNegative ? ~high >>> 0 : (high | 0x80000000) >>> 0);
  out.uint32(isNegative ? ~low >>> 0 : low);
}

function previousDouble(value: number): number {
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return view.getFloat64(0);
}

function exactDouble(value: Decimal128): number {
  const double = toDouble(value);
  if (compareNumbers(value, new Double(double)) === 0) return double;
  throw notSupported(`the Decimal128 ${value.toString()} in an index or group, because no double equals it,`);
}

const LOWEST_NUMBER = encodeKey(new Double(-Infinity));
