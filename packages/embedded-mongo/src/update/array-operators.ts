import { compareValues, equalValues } from '../bson/compare.ts';
import { isNumber, toDouble, toInteger } from '../bson/numbers.ts';
import { isDoc, isOperators, typeOf, type Doc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { ELEMENT, type Filter } from '../query/filter.ts';
import { matches } from '../query/match.ts';
import { parseFilter, parseOperators } from '../query/parse-filter.ts';
import type { Path } from '../query/paths.ts';
import { compareSortKeys, parseSort, sortKey } from '../query/sort.ts';
import type { Draft } from './draft.ts';
import type { Operator } from './operator.ts';

/** Update operators on the elements of arrays. */
export const ARRAY_OPERATORS: Readonly<Record<string, Operator>> = {
  $push: (value, path) => {
    const { added, position, order, slice } = parsePush(value);
    return (draft, names) => {
      const before = arrayAt(draft, names, path, '$push') ?? [];
      const all = [...before];
      all.splice(position === undefined ? all.length : place(position, all.length), 0, ...added);
      if (order) all.sort(order);
      draft.set(names, slice === undefined ? all : slice < 0 ? all.slice(slice) : all.slice(0, slice));
    };
  },

  $addToSet: (value, path) => {
    const added = isDoc(value) && value.has('$each') ? parseEach('$addToSet', value, ['$each']) : [value];
    return (draft, names) => {
      const before = arrayAt(draft, names, path, '$addToSet') ?? [];
      const all = [...before];
      for (const element of added) if (!all.some((other) => equalValues(other, element))) all.push(element);
      if (all.length > before.length || before.length === 0) draft.set(names, all);
    };
  },

  $pop: (value, path) => {
    const end = isNumber(value) ? toDouble(value) : NaN;
    if (end !== 1 && end !== -1) throw new MongoError('FailedToParse', '$pop expects 1 or -1');
    return (draft, names) => {
      const before = arrayAt(draft, names, path, '$pop');
      if (before && before.length > 0) draft.set(names, end === 1 ? before.slice(0, -1) : before.slice(1));
    };
  },

  $pull: (value, path) => pulling('$pull', path, parsePull(value)),

  $pullAll: (value, path) => {
    if (!Array.isArray(value)) {
      throw new MongoError(
        'BadValue',
        `$pullAll requires an array argument but was given a ${typeOf(value)}`,
      );
    }
    return pulling('$pullAll', path, (element) => value.some((other) => equalValues(element, other)));
  },
};

function pulling(operator: string, path: string, isPulled: (element: Value) => boolean) {
  return (draft: Draft, names: Path): void => {
    const before = arrayAt(draft, names, path, operator);
    const after = before?.filter((element) => !isPulled(element));
    if (before && after && after.length < before.length) draft.set(names, after);
  };
}

function arrayAt(draft: Draft, names: Path, path: string, operator: string): Value[] | undefined {
  const value = draft.get(names);
  if (value === undefined || Array.isArray(value)) return value;
  throw new MongoError(
    'BadValue',
    `The field '${path}' must be an array but is of type ${typeOf(value)} (${operator})`,
  );
}

/** A negative position counts from the end. */
const place = (position: number, length: number): number =>
  position < 0 ? Math.max(0, length + position) : Math.min(position, length);

interface Push {
  added: Value[];
  position: number | undefined;
  order: ((a: Value, b: Value) => number) | undefined;
  slice: number | undefined;
}

function parsePush(value: Value): Push {
  if (!isDoc(value) || !value.has('$each')) {
    return { added: [value], position: undefined, order: undefined, slice: undefined };
  }
  const added = parseEach('$push', value, ['$each', '$position', '$sort', '$slice']);
  const whole = (name: string): number | undefined => {
    const given = value.get(name);
    if (given === undefined) return undefined;
    if (!isNumber(given)) throw new MongoError('BadValue', `The value for ${name} must be an integer value`);
    return toInteger(given, name);
  };
  const sort = value.get('$sort');
  return {
    added,
    position: whole('$position'),
    order: sort === undefined ? undefined : elementOrder(sort),
    slice: whole('$slice'),
  };
}

function parseEach(operator: string, value: ReadonlyMap<string, Value>, known: readonly string[]): Value[] {
  const unknown = [...value.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new MongoError('BadValue', `Unrecognized clause in ${operator}: ${unknown}`);
  const each = value.get('$each');
  if (Array.isArray(each)) return each;
  throw new MongoError('TypeMismatch', `The argument to $each in ${operator} must be an array`);
}

const NO_FIELDS: Doc = new Map();

/** `$sort` by the elements themselves (1, −1) or by their fields. */
function elementOrder(sort: Value): (a: Value, b: Value) => number {
  if (isDoc(sort)) {
    const fields = parseSort(sort);
    const keyOf = (element: Value) => sortKey(fields, isDoc(element) ? element : NO_FIELDS);
    return (a, b) => compareSortKeys(fields, keyOf(a), keyOf(b));
  }
  const direction = isNumber(sort) ? toDouble(sort) : NaN;
  if (direction !== 1 && direction !== -1) {
    throw new MongoError('BadValue', 'The $sort element value must be either 1 or -1');
  }
  return (a, b) => compareValues(a, b) * direction;
}

/** A value, conditions on values (`{$in: […]}`, a regular expression), or conditions on elements that are documents. */
function parsePull(value: Value): (element: Value) => boolean {
  if (isOperators(value) || typeOf(value) === 'regex') {
    const filter: Filter = isDoc(value)
      ? parseOperators(ELEMENT, value)
      : parseFilter(new Map([[ELEMENT, value]]));
    return (element) => matches(filter, new Map([[ELEMENT, element]]));
  }
  if (isDoc(value)) {
    const filter = parseFilter(value);
    return (element) => isDoc(element) && matches(filter, element);
  }
  return (element) => equalValues(element, value);
}
