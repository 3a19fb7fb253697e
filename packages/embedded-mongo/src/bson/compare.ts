import type { Decimal128 } from 'bson';
import { plain, toDouble, type BsonNumber } from './numbers.ts';
import { rankOf, typeOf, type Doc, type Value } from './value.ts';

/**
 * MongoDB's total order over all BSON values: first by type, then by value. Negative, 0 or positive.
 * @param collation compares texts; without it their bytes do
 */
export function compareValues(a: Value, b: Value, collation?: Intl.Collator): number {
  const byRank = rankOf(a) - rankOf(b);
  return byRank !== 0 ? byRank : compareSameRank(a, b, collation);
}

export const equalValues = (a: Value, b: Value): boolean => compareValues(a, b) === 0;

function compareSameRank(a: Value, b: Value, collation?: Intl.Collator): number {
  switch (typeOf(a)) {
    case 'minKey':
    case 'maxKey':
    case 'null':
      return 0;
    case 'int':
    case 'double':
    case 'long':
    case 'decimal':
      return compareNumbers(a as BsonNumber, b as BsonNumber);
    case 'string':
      return collation
        ? collation.compare(a as string, b as string)
        : compareStrings(a as string, b as string);
    case 'object':
      return compareDocuments(a as Doc, b as Doc, collation);
    case 'array':
      return compareArrays(a as Value[], b as Value[], collation);
    case 'bool':
      return Number(a) - Number(b);
    case 'date':
      return (a as Date).getTime() - (b as Date).getTime();
    case 'objectId': {
      const [x, y] = [a, b] as { id: Uint8Array }[];
      return Buffer.compare(x!.id, y!.id);
    }
    case 'binData': {
      const [x, y] = [a, b] as { sub_type: number; value(): Uint8Array }[];
      const [left, right] = [x!.value(), y!.value()];
      return left.length - right.length || x!.sub_type - y!.sub_type || Buffer.compare(left, right);
    }
    case 'timestamp': {
      const [x, y] = [a, b] as { toBigInt(): bigint }[];
      return order(BigInt.asUintN(64, x!.toBigInt()), BigInt.asUintN(64, y!.toBigInt()));
    }
    case 'regex': {
      const [x, y] = [a, b] as { pattern: string; options: string }[];
      return compareStrings(x!.pattern, y!.pattern) || compareStrings(x!.options, y!.options);
    }
  }
}

/** JavaScript compares number and bigint exactly. */
const order = (x: number | bigint, y: number | bigint): number => (x < y ? -1 : x > y ? 1 : 0);

/** By exact value, whatever the types. NaN equals itself and is less than all others. */
export function compareNumbers(a: BsonNumber, b: BsonNumber): number {
  const x = plain(a);
  const y = plain(b);
  const nanA = Number.isNaN(toDouble(a));
  const nanB = Number.isNaN(toDouble(b));
  if (nanA || nanB) return Number(nanB) - Number(nanA);
  if (x !== undefined && y !== undefined) return order(x, y);
  return compareExact(fractionOf(x ?? (a as Decimal128)), fractionOf(y ?? (b as Decimal128)));
}

/** A number as numerator / denominator; infinities as ±1 / 0. */
interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

function compareExact(a: Fraction, b: Fraction): number {
  if (a.denominator === 0n && b.denominator === 0n) return order(a.numerator, b.numerator);
  return order(a.numerator * b.denominator, b.numerator * a.denominator);
}

function fractionOf(value: number | bigint | Decimal128): Fraction {
  if (typeof value === 'bigint') return { numerator: value, denominator: 1n };
  if (typeof value === 'number') return fractionOfDouble(value);
  const [, sign, digits = '', fraction = '', exponent = '0'] =
    /^(-?)(?:(\d+)(?:\.(\d+))?(?:E([+-]\d+))?|Infinity)$/.exec(value.toString()) ?? [];
  const signed = sign === '-' ? -1n : 1n;
  if (digits === '') return { numerator: signed, denominator: 0n };
  const numerator = signed * BigInt(digits + fraction);
  const power = Number(exponent) - fraction.length;
  return power >= 0
    ? { numerator: numerator * 10n ** BigInt(power), denominator: 1n }
    : { numerator, denominator: 10n ** BigInt(-power) };
}

function fractionOfDouble(value: number): Fraction {
  if (!Number.isFinite(value)) return { numerator: value > 0 ? 1n : -1n, denominator: 0n };
  let numerator = value;
  let denominator = 1n;
  // Doubling is exact; a double has at most 1,074 binary places.
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(numerator), denominator };
}

/** By UTF-8 bytes, which is by code point; JavaScript's own order differs for characters beyond U+FFFF. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === length) return a.length - b.length;
  return byCodePoint(a.charCodeAt(at)) - byCodePoint(b.charCodeAt(at));
}

/** Lifts surrogates above U+FFFF, where the characters lie that they are halves of. */
const byCodePoint = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** Field by field: type, then name, then value. */
function compareDocuments(a: Doc, b: Doc, collation?: Intl.Collator): number {
  const right = b.entries();
  for (const [nameA, valueA] of a) {
    const next = right.next();
    if (next.done) return 1;
    const [nameB, valueB] = next.value;
    const result =
      rankOf(valueA) - rankOf(valueB) ||
      compareStrings(nameA, nameB) ||
      compareSameRank(valueA, valueB, collation);
    if (result !== 0) return result;
  }
  return a.size - b.size;
}

function compareArrays(a: readonly Value[], b: readonly Value[], collation?: Intl.Collator): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const result = compareValues(a[i]!, b[i]!, collation);
    if (result !== 0) return result;
  }
  return a.length - b.length;
}
