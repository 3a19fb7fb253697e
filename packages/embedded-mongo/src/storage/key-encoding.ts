import type { Binary, BSONRegExp, Decimal128, ObjectId, Timestamp } from 'bson';
import { compareNumbers } from '../bson/compare.ts';
import { plain, toDouble, type BsonNumber } from '../bson/numbers.ts';
import { rankOf, typeOf, type Doc, type Value } from '../bson/value.ts';
import { notSupported } from '../errors.ts';
import { Double } from 'bson';

/**
 * Bytes whose order (memcmp) is MongoDB's order of values. Each encoding ends itself: none is the beginning of another, so
 * that those of several fields can stand one behind the other. The first byte is the type's rank.
 * @throws MongoError NotImplemented for a Decimal128 that no double holds exactly
 */
export function encodeKey(value: Value): Buffer {
  const out = new Bytes();
  writeTyped(out, value);
  return out.take();
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
  #buffer = Buffer.allocUnsafe(64);
  #length = 0;

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

  take(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}

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
      return out.uint64(BigInt.asUintN(64, BigInt((value as Date).getTime()) ^ SIGN));
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

const SIGN = 1n << 63n;
const view = new DataView(new ArrayBuffer(8));

/**
 * The greatest double that is not greater, and how much is missing. Only an int64 beyond 2^53 misses anything, and less
 * than 2^11, the distance of doubles there.
 */
function writeNumber(out: Bytes, value: BsonNumber): void {
  const number = plain(value) ?? exactDouble(value as Decimal128);
  let floor = Number(number);
  let missing = 0;
  if (typeof number === 'bigint') {
    if (BigInt(floor) > number) floor = previousDouble(floor);
    missing = Number(number - BigInt(floor));
  }
  out.uint64(orderedBits(floor));
  out.uint16(missing);
}

/** The bits of a double as an unsigned number in the order of the doubles; 0 for NaN, the least. */
function orderedBits(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  view.setFloat64(0, value === 0 ? 0 : value); // −0 equals 0
  const bits = view.getBigUint64(0);
  return bits >= SIGN ? BigInt.asUintN(64, ~bits) : bits | SIGN;
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
