import { Int32, Timestamp } from 'bson';
import { compareValues } from '../bson/compare.ts';
import { calculate, isNumber, plain, type BsonNumber } from '../bson/numbers.ts';
import { isDoc, typeOf, type Value } from '../bson/value.ts';
import { describe } from '../bson/describe.ts';
import { MongoError } from '../errors.ts';
import { parsePath } from '../query/paths.ts';
import { ARRAY_OPERATORS } from './array-operators.ts';
import type { Change, Operator } from './operator.ts';

/** All update operators but `$setOnInsert`, which is `$set` for an insert. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  $set: (value) => (draft, path) => draft.set(path, value),

  $unset: () => (draft, path) => draft.unset(path),

  $inc: (value, path) => {
    const operand = numberFor('$inc', 'increment', value, path);
    return arithmetic('$inc', path, operand, (before) => calculate('add', before, operand, 'fail'));
  },

  $mul: (value, path) => {
    const operand = numberFor('$mul', 'multiply', value, path);
    const times = (before: BsonNumber): Value => calculate('multiply', before, operand, 'fail');
    // Nothing times a number is 0, in that number's type.
    return arithmetic('$mul', path, times(new Int32(0)), times);
  },

  $bit: (value, path) => {
    const operations = isDoc(value) ? [...value] : [];
    if (operations.length === 0) {
      throw cannot(
        'BadValue',
        `The $bit modifier is not compatible with a ${typeOf(value)}. Use {field: {[and/or/xor]: #}}`,
      );
    }
    return (draft, names) => {
      let result: Value = draft.get(names) ?? new Int32(0);
      for (const [name, operand] of operations) result = bitwise(name, result, operand, path);
      draft.set(names, result);
    };
  },

  $min: (value) => replaceIf(value, (order) => order < 0),
  $max: (value) => replaceIf(value, (order) => order > 0),

  $currentDate: (value) => {
    const type = isDoc(value) ? value.get('$type') : typeof value === 'boolean' ? 'date' : undefined;
    if (type === 'date') return (draft, path) => draft.set(path, new Date());
    if (type === 'timestamp') return (draft, path) => draft.set(path, timestampNow());
    throw cannot(
      'BadValue',
      `The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}`,
    );
  },

  $rename: (value, path) => {
    if (typeof value !== 'string' || value === '')
      throw cannot('BadValue', `The 'to' field for $rename must be a string: ${path}`);
    const target = parsePath(value);
    return (draft, names) => {
      const moved = draft.get(names);
      if (moved === undefined) return;
      draft.unset(names);
      draft.set(target, moved);
    };
  },

  ...ARRAY_OPERATORS,
};

const cannot = (name: 'TypeMismatch' | 'BadValue', message: string): MongoError =>
  new MongoError(name, message);

function numberFor(operator: string, verb: string, value: Value, path: string): BsonNumber {
  if (isNumber(value)) return value;
  throw cannot(
    'TypeMismatch',
    `Cannot ${verb} with non-numeric argument: {${path}: ${describe(value)}} (${operator})`,
  );
}

/** @param missing what a field becomes that is not there yet */
function arithmetic(
  operator: string,
  path: string,
  missing: Value,
  compute: (before: BsonNumber) => Value,
): Change {
  return (draft, names) => {
    const before = draft.get(names);
    if (before === undefined) draft.set(names, missing);
    else if (isNumber(before)) draft.set(names, compute(before));
    else {
      throw cannot(
        'TypeMismatch',
        `Cannot apply ${operator} to a value of non-numeric type ${typeOf(before)} (field '${path}')`,
      );
    }
  };
}

/** int32 with int32 stays int32, anything else becomes int64. */
function bitwise(name: string, before: Value, operand: Value, path: string): Value {
  const [x, y] = [before, operand].map((value) => {
    if (isNumber(value) && ['int', 'long'].includes(typeOf(value))) return BigInt(plain(value)!);
    throw cannot(
      'BadValue',
      `Cannot apply $bit to a value of non-integral type ${typeOf(value)} (field '${path}')`,
    );
  }) as [bigint, bigint];
  const result = bits(name, x, y);
  const isWide = typeof before === 'bigint' || typeof operand === 'bigint';
  return isWide ? BigInt.asIntN(64, result) : new Int32(Number(BigInt.asIntN(32, result)));
}

function bits(name: string, x: bigint, y: bigint): bigint {
  switch (name) {
    case 'and':
      return x & y;
    case 'or':
      return x | y;
    case 'xor':
      return x ^ y;
    default:
      throw cannot('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
  }
}

/** Compares across types, too: MongoDB's whole order decides. A missing field takes the value. */
function replaceIf(value: Value, isBetter: (order: number) => boolean): Change {
  return (draft, path) => {
    const before = draft.get(path);
    if (before === undefined || isBetter(compareValues(value, before))) draft.set(path, value);
  };
}

let lastSecond = 0;
let inSecond = 0;

/** Unique in this process: seconds, and a number within the second. */
function timestampNow(): Timestamp {
  const second = Math.floor(Date.now() / 1000);
  inSecond = second === lastSecond ? inSecond + 1 : 1;
  lastSecond = second;
  return new Timestamp({ t: second, i: inSecond });
}
