import { compareValues, equalValues } from '../bson/compare.ts';
import { calculate, isNumber, toInteger } from '../bson/numbers.ts';
import { isDoc, isOperators, typeOf, type Value } from '../bson/value.ts';
import { describe } from '../bson/encode.ts';
import { MongoError, notSupported } from '../errors.ts';
import { ELEMENT, type Filter } from '../query/filter.ts';
import { matches } from '../query/match.ts';
import { parseFilter, parseOperators } from '../query/parse-filter.ts';
import { parsePath, type Path } from '../query/paths.ts';
import type { Draft } from './draft.ts';

/** Changes one path of a document. */
export type Change = (draft: Draft, path: Path) => void;

/** Reads the value that stands with an operator; throws MongoError if it cannot. */
export type Operator = (value: Value, path: string) => Change;

/** All update operators but `$setOnInsert`, which is `$set` for an insert. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  $set: (value) => (draft, path) => draft.set(path, value),

  $unset: () => (draft, path) => draft.unset(path),

  $inc: (value, path) => {
    if (!isNumber(value))
      throw cannot(
        'TypeMismatch',
        `Cannot increment with non-numeric argument: {${path}: ${describe(value)}}`,
      );
    return (draft, names) => {
      const before = draft.get(names);
      if (before === undefined) draft.set(names, value);
      else if (isNumber(before)) draft.set(names, calculate('add', before, value, 'fail'));
      else
        throw cannot(
          'TypeMismatch',
          `Cannot apply $inc to a value of non-numeric type ${typeOf(before)} (field '${path}')`,
        );
    };
  },

  $min: (value) => replaceIf(value, (order) => order < 0),
  $max: (value) => replaceIf(value, (order) => order > 0),

  $push: (value, path) => {
    const { added, slice } = parsePush(value);
    return (draft, names) => {
      const before = arrayAt(draft, names, path, '$push') ?? [];
      const all = [...before, ...added];
      draft.set(names, slice === undefined ? all : slice < 0 ? all.slice(slice) : all.slice(0, slice));
    };
  },

  $pull: (value, path) => {
    const isPulled = parsePull(value);
    return (draft, names) => {
      const before = arrayAt(draft, names, path, '$pull');
      const after = before?.filter((element) => !isPulled(element));
      if (before && after && after.length < before.length) draft.set(names, after);
    };
  },

  $currentDate: (value) => {
    const type = isDoc(value) ? value.get('$type') : value === true ? 'date' : undefined;
    if (type !== 'date') throw notSupported('$currentDate with anything but true or {$type: "date"}');
    return (draft, path) => draft.set(path, new Date());
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
};

const cannot = (name: 'TypeMismatch' | 'BadValue', message: string): MongoError =>
  new MongoError(name, message);

/** Compares across types, too: MongoDB's whole order decides. A missing field takes the value. */
function replaceIf(value: Value, isBetter: (order: number) => boolean): Change {
  return (draft, path) => {
    const before = draft.get(path);
    if (before === undefined || isBetter(compareValues(value, before))) draft.set(path, value);
  };
}

function arrayAt(draft: Draft, names: Path, path: string, operator: string): Value[] | undefined {
  const value = draft.get(names);
  if (value === undefined || Array.isArray(value)) return value;
  throw cannot(
    'BadValue',
    `The field '${path}' must be an array but is of type ${typeOf(value)} (${operator})`,
  );
}

function parsePush(value: Value): { added: Value[]; slice: number | undefined } {
  if (!isDoc(value) || !value.has('$each')) return { added: [value], slice: undefined };
  for (const name of value.keys()) {
    if (name !== '$each' && name !== '$slice') throw notSupported(`the modifier ${name} of $push`);
  }
  const added = value.get('$each');
  if (!Array.isArray(added)) throw cannot('BadValue', 'The argument to $each in $push must be an array');
  const slice = value.get('$slice');
  if (slice === undefined) return { added, slice };
  if (!isNumber(slice)) throw cannot('BadValue', 'The value for $slice must be a number');
  return { added, slice: toInteger(slice, '$slice') };
}

/** A value, conditions on values (`{$in: […]}`), or conditions on elements that are documents. */
function parsePull(value: Value): (element: Value) => boolean {
  if (isOperators(value)) {
    const filter: Filter = parseOperators(ELEMENT, value);
    return (element) => matches(filter, new Map([[ELEMENT, element]]));
  }
  if (isDoc(value)) {
    const filter = parseFilter(value);
    return (element) => isDoc(element) && matches(filter, element);
  }
  if (typeOf(value) === 'regex') throw notSupported('$pull with a regular expression');
  return (element) => equalValues(element, value);
}
