import { Int32 } from 'bson';
import { compareValues } from '../bson/compare.ts';
import { isNumber } from '../bson/numbers.ts';
import type { Value } from '../bson/value.ts';
import { encodeKey } from '../storage/key-encoding.ts';
import { Sum } from './sums.ts';

/** Collects one value of each document of a group. */
export interface Accumulator {
  add(value: Value | undefined): void;
  result(): Value;
}

/** By their names in `$group`. */
export const ACCUMULATORS: Readonly<Record<string, () => Accumulator>> = {
  $sum: () => summing((sum) => sum.total()),
  $avg: () => summing((sum) => sum.mean()),
  $count: () => counting(),
  $min: () => extreme(-1),
  $max: () => extreme(1),
  $first: () => ending('first'),
  $last: () => ending('last'),
  $push: () => pushing(),
  $addToSet: () => collectingDistinct(),
};

/** Values that are no numbers are passed over. */
function summing(result: (sum: Sum) => Value): Accumulator {
  const sum = new Sum();
  return {
    add: (value) => {
      if (isNumber(value)) sum.add(value);
    },
    result: () => result(sum),
  };
}

function counting(): Accumulator {
  let count = 0;
  return { add: () => void count++, result: () => new Int32(count) };
}

/** Null and missing values are passed over. */
function extreme(sign: 1 | -1): Accumulator {
  let best: Value = null;
  return {
    add: (value) => {
      if (value === undefined || value === null) return;
      if (best === null || compareValues(value, best) * sign > 0) best = value;
    },
    result: () => best,
  };
}

function ending(which: 'first' | 'last'): Accumulator {
  let kept: Value | undefined;
  let isEmpty = true;
  return {
    add: (value) => {
      if (which === 'last' || isEmpty) kept = value;
      isEmpty = false;
    },
    result: () => kept ?? null,
  };
}

function pushing(): Accumulator {
  const values: Value[] = [];
  return {
    add: (value) => {
      if (value !== undefined) values.push(value);
    },
    result: () => values,
  };
}

function collectingDistinct(): Accumulator {
  const values = new Map<string, Value>();
  return {
    add: (value) => {
      if (value === undefined) return;
      const key = encodeKey(value).toString('latin1');
      if (!values.has(key)) values.set(key, value);
    },
    result: () => [...values.values()],
  };
}
