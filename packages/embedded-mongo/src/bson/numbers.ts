import { Double, Int32, type Decimal128 } from 'bson';
import { MongoError, notSupported } from '../errors.ts';
import type { Value } from './value.ts';

export type BsonNumber = Int32 | Double | bigint | Decimal128;

export function isNumber(value: Value | undefined): value is BsonNumber {
  if (typeof value === 'bigint') return true;
  if (typeof value !== 'object' || value === null || !('_bsontype' in value)) return false;
  return value._bsontype === 'Int32' || value._bsontype === 'Double' || value._bsontype === 'Decimal128';
}

/** The number as JavaScript compares it exactly: int64 as bigint. Undefined for Decimal128. */
export function plain(value: BsonNumber): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value._bsontype === 'Decimal128' ? undefined : value.value;
}

/** The number as a double, rounded if it has to be. */
export function toDouble(value: BsonNumber): number {
  if (typeof value === 'bigint') return Number(value);
  return value._bsontype === 'Decimal128' ? Number(value.toString()) : value.value;
}

const MAX_INT32 = 2 ** 31 - 1;
const MIN_INT32 = -(2 ** 31);
const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** The smallest integer type that holds it, at least int64 if `wide`; undefined beyond int64. */
export function integer(value: bigint, wide = false): Int32 | bigint | undefined {
  if (!wide && value >= MIN_INT32 && value <= MAX_INT32) return new Int32(Number(value));
  return value >= MIN_INT64 && value <= MAX_INT64 ? value : undefined;
}

export type Operation = 'add' | 'subtract' | 'multiply';

/**
 * Arithmetic with MongoDB's types: int32 grows to int64, anything with a double is a double.
 * @param overflow what comes of a result beyond int64: `$inc` fails, expressions go on with a double
 * @throws MongoError NotImplemented for Decimal128
 */
export function calculate(
  operation: Operation,
  a: BsonNumber,
  b: BsonNumber,
  overflow: 'fail' | 'double',
): Value {
  const x = plain(a);
  const y = plain(b);
  if (x === undefined || y === undefined) throw notSupported('arithmetic with Decimal128');
  if (isDouble(a) || isDouble(b)) return new Double(inDoubles(operation, Number(x), Number(y)));
  const exact = inIntegers(operation, BigInt(x), BigInt(y));
  const result = integer(exact, typeof a === 'bigint' || typeof b === 'bigint');
  if (result !== undefined) return result;
  if (overflow === 'double') return new Double(Number(exact));
  throw new MongoError('BadValue', `the result ${exact} does not fit into an int64`);
}

const isDouble = (value: BsonNumber): boolean => typeof value !== 'bigint' && value._bsontype === 'Double';

function inDoubles(operation: Operation, x: number, y: number): number {
  return operation === 'add' ? x + y : operation === 'subtract' ? x - y : x * y;
}

function inIntegers(operation: Operation, x: bigint, y: bigint): bigint {
  return operation === 'add' ? x + y : operation === 'subtract' ? x - y : x * y;
}

/**
 * A whole JavaScript number out of any BSON number, for limits and batch sizes.
 * @throws MongoError FailedToParse when it has a fraction or is too large to be exact
 */
export function toInteger(value: BsonNumber, name: string): number {
  const number = toDouble(value);
  if (!Number.isSafeInteger(number)) throw new MongoError('FailedToParse', `${name} must be a whole number`);
  return number;
}

/** How MongoDB reads a switch: everything but false, null and 0 is true. */
export function isTrue(value: Value): boolean {
  if (isNumber(value)) return toDouble(value) !== 0;
  return value !== false && value !== null;
}
