import type { Binary, BSONRegExp, Decimal128, ObjectId, Timestamp } from 'bson';
import { compareNumbers } from '../bson/compare.ts';
import { plain, toDouble, type BsonNumber } from '../bson/numbers.ts';
import { rankOf, typeOf, type Doc, type Value } from '../bson/value.ts';
import { notSupported } from '../errors.ts';
import type { Direction } from './collection.ts';
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
 * The key of an index entry: the index's id, then its fields.
 * @throws MongoError as `encodeKey`
 */
export function encodeEntry(
  indexId: number,
  fields: readonly { direction: Direction }[],
  values: readonly Value[],
): Buffer {
  scratch.clear();
  scratch.uint32(indexId);
  for (let i = 0; i < fields.length; i++) {
    const start = scratch.length;
    writeTyped(scratch, values[i]!);
    if (fields[i]!.direction === -1) scratch.invertFrom(start);
  }
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

/** A growing buffer; keys are short. */
class Bytes {
  #buffer = Buffer.allocUnsafe(4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  invertFrom(start: number): void {
    for (let i = start; i < this.#length; i++) this.#buffer[i] = 255 - this.#buffer[i]!;
  }

  /** Makes room for `size` bytes and returns where they begin. */
  #reserve(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(this.#length * 2);
      this.#buffer.copy(larger, 0, 0, start);
      this.#buffer = larger;
    }
    return start;
  }

  byte(value: number): void {
    const at = this.#reserve(1);
    this.#buffer[at] = value;
  }

  uint16(value: number): void {
    const at = this.#reserve(2);
    this.#buffer.writeUInt16BE(value, at);
  }

  uint32(value: number): void {
    const at = this.#reserve(4);
    this.#buffer.writeUInt32BE(value, at);
  }

  uint64(value: bigint): void {
    const at = this.#reserve(8);
    this.#buffer.writeBigUInt64BE(value, at);
  }

  bytes(value: Uint8Array): void {
    const at = this.#reserve(value.length);
    this.#buffer.set(value, at);
  }

  /** UTF-8 bytes, the byte 0 written as 0 255, ended by 0 0. */
  text(value: string): void {
    if (value.includes('\0')) {
      const [first, ...rest] = value.split('\0');
      this.bytes(Buffer.from(first!));
      for (const part of rest) {
        this.uint16(0x00ff);
        this.bytes(Buffer.from(part));
      }
    } else {
      const at = this.#reserve(value.length * 3);
      this.#length = at + this.#buffer.write(value, at, 'utf8');
    }
    this.uint16(0);
  }

  copy(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }
}

/** Every key is made here and copied: nothing in between gives way. */
const scratch = new Bytes();

function writeTyped(out: Bytes, value: Value): void {
  out.byte(rankOf(value));
  writeValue(out, value);
}

function writeValue(out: Bytes, value: Value): void {
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
function writeInteger(out: Bytes, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  out.uint32((high ^ 0x80000000) >>> 0);
  out.uint32(value - high * 2 ** 32);
}

const view = new DataView(new ArrayBuffer(8));

/**
 * The greatest double that is not greater, and how much is missing. Only an int64 beyond 2^53 misses anything, and less
 * than 2^11, the distance of doubles there.
 */
function writeNumber(out: Bytes, value: BsonNumber): void {
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

/** The bits of a double as an unsigned number in the order of the doubles; 0 for NaN, the least. */
function writeOrderedBits(out: Bytes, value: number): void {
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
