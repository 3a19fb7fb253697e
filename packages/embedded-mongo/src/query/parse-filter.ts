import type { BSONRegExp } from 'bson';
import { isNumber, toDouble } from '../bson/numbers.ts';
import { isDoc, isOperators, TYPES, typeOf, type Doc, type TypeName, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import { ELEMENT, type Filter } from './filter.ts';
import { parsePath } from './paths.ts';
import { toRegExp } from './regex.ts';

/** @throws MongoError BadValue where MongoDB would, NotImplemented for operators that this server does not have */
export function parseFilter(query: Doc): Filter {
  const parts = [...query].map(([name, value]) => parseEntry(name, value));
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

function parseEntry(name: string, value: Value): Filter {
  switch (name) {
    case '$and':
    case '$or':
    case '$nor':
      return { kind: name.slice(1) as 'and' | 'or' | 'nor', parts: parseList(name, value) };
    case '$comment':
      return { kind: 'and', parts: [] };
    default:
      if (name.startsWith('$')) throw notSupported(`the query operator ${name}`);
      return parseField(name, value);
  }
}

function parseList(name: string, value: Value): Filter[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new MongoError('BadValue', `${name} argument must be a non-empty array`);
  }
  return value.map((part) => {
    if (!isDoc(part)) throw new MongoError('BadValue', `${name} argument's entries must be objects`);
    return parseFilter(part);
  });
}

function parseField(path: string, value: Value): Filter {
  if (isOperators(value)) return parseOperators(path, value);
  if (typeOf(value) === 'regex') return regex(path, value as BSONRegExp);
  return { kind: 'eq', ...field(path), value };
}

const field = (path: string) => ({ path, names: parsePath(path) });

/** `{$gt: 1, $lt: 5}` under a path. */
export function parseOperators(path: string, operators: Doc): Filter {
  if (operators.has('$options') && !operators.has('$regex')) {
    throw new MongoError('BadValue', '$options needs a $regex');
  }
  const parts = [...operators]
    .filter(([name]) => name !== '$options')
    .map(([name, value]) => parseOperator(path, name, value, operators));
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

function parseOperator(path: string, name: string, value: Value, all: Doc): Filter {
  const at = field(path);
  switch (name) {
    case '$eq':
      return { kind: 'eq', ...at, value };
    case '$ne':
      if (typeOf(value) === 'regex') throw new MongoError('BadValue', "Can't have regex as arg to $ne.");
      return { kind: 'not', part: { kind: 'eq', ...at, value } };
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (typeOf(value) === 'regex') throw new MongoError('BadValue', `Can't have RegEx as arg to ${name}.`);
      return { kind: name.slice(1) as 'gt' | 'gte' | 'lt' | 'lte', ...at, value };
    case '$in':
      return parseIn(path, name, value);
    case '$nin':
      return { kind: 'not', part: parseIn(path, name, value) };
    case '$exists':
      return isTrue(value) ? { kind: 'exists', ...at } : { kind: 'not', part: { kind: 'exists', ...at } };
    case '$type':
      return { kind: 'type', ...at, types: parseTypes(value) };
    case '$regex':
      return parseRegex(path, value, all.get('$options'));
    case '$size':
      return { kind: 'size', ...at, size: parseSize(value) };
    case '$not':
      return { kind: 'not', part: parseNot(path, value) };
    case '$elemMatch':
      return parseElemMatch(path, value);
    default:
      if (!name.startsWith('$')) throw new MongoError('BadValue', `unknown operator: ${name}`);
      throw notSupported(`the query operator ${name}`);
  }
}

function parseIn(path: string, name: string, value: Value): Filter {
  if (!Array.isArray(value)) throw new MongoError('BadValue', `${name} needs an array`);
  const values: Value[] = [];
  const patterns: RegExp[] = [];
  for (const element of value) {
    if (isOperators(element)) throw new MongoError('BadValue', `cannot nest $ under ${name}`);
    if (typeOf(element) === 'regex') patterns.push(toRegExp(element as BSONRegExp));
    else values.push(element);
  }
  return { kind: 'in', ...field(path), values, patterns };
}

function parseNot(path: string, value: Value): Filter {
  if (typeOf(value) === 'regex') return regex(path, value as BSONRegExp);
  if (isOperators(value)) return parseOperators(path, value);
  throw new MongoError('BadValue', '$not needs a regex or a document');
}

function parseElemMatch(path: string, value: Value): Filter {
  if (!isDoc(value)) throw new MongoError('BadValue', '$elemMatch needs an Object');
  const first = value.keys().next().value;
  const onValues = isOperators(value) && !['$and', '$or', '$nor'].includes(first!);
  return {
    kind: 'elemMatch',
    ...field(path),
    test: onValues
      ? { of: 'values', filter: parseOperators(ELEMENT, value) }
      : { of: 'documents', filter: parseFilter(value) },
  };
}

const regex = (path: string, value: BSONRegExp): Filter => ({
  kind: 'regex',
  ...field(path),
  pattern: toRegExp(value),
});

function parseRegex(path: string, value: Value, options: Value | undefined): Filter {
  if (options !== undefined && typeof options !== 'string') {
    throw new MongoError('BadValue', '$options has to be a string');
  }
  if (typeof value === 'string') {
    return { kind: 'regex', ...field(path), pattern: toRegExp({ pattern: value, options: options ?? '' }) };
  }
  if (typeOf(value) !== 'regex') throw new MongoError('BadValue', '$regex has to be a string');
  const given = value as BSONRegExp;
  if (options !== undefined && given.options !== '') {
    throw new MongoError('BadValue', 'options set in both $regex and $options');
  }
  return regex(path, { pattern: given.pattern, options: options ?? given.options } as BSONRegExp);
}

function parseSize(value: Value): number {
  const size = isNumber(value) ? toDouble(value) : NaN;
  if (Number.isInteger(size) && size >= 0) return size;
  throw new MongoError('BadValue', '$size must be a whole number and not negative');
}

function parseTypes(value: Value): Set<TypeName> {
  const types = new Set<TypeName>();
  for (const given of Array.isArray(value) ? value : [value]) {
    if (given === 'number') for (const name of ['double', 'int', 'long', 'decimal'] as const) types.add(name);
    else types.add(typeNamed(given));
  }
  if (types.size === 0) throw new MongoError('FailedToParse', '$type must match at least one type');
  return types;
}

function typeNamed(given: Value): TypeName {
  for (const [name, { number }] of Object.entries(TYPES)) {
    if (given === name || (isNumber(given) && toDouble(given) === number)) return name as TypeName;
  }
  throw new MongoError(
    'BadValue',
    `Unknown type name alias: ${String(isNumber(given) ? toDouble(given) : typeOf(given) === 'string' ? (given as string) : typeOf(given))}`,
  );
}

/** How MongoDB reads a switch: everything but false, null and 0 is true. */
export function isTrue(value: Value): boolean {
  if (isNumber(value)) return toDouble(value) !== 0;
  return value !== false && value !== null;
}
