import type { BSONRegExp } from 'bson';
import { isNumber, isTrue, toDouble } from '../bson/numbers.ts';
import { isDoc, isOperators, TYPES, typeOf, type Doc, type TypeName, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import { compile } from '../aggregate/expression.ts';
import { UsedFields } from '../aggregate/used-fields.ts';
import { PLAIN, type Context } from './context.ts';
import { ELEMENT, type Filter } from './filter.ts';
import { parsePath } from './paths.ts';
import { toRegExp } from './regex.ts';

/** @throws MongoError BadValue where MongoDB would, NotImplemented for operators that this server does not have */
export function parseFilter(query: Doc, context: Context = PLAIN): Filter {
  const parts = [...query].map(([name, value]) => parseEntry(name, value, context));
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

function parseEntry(name: string, value: Value, context: Context): Filter {
  switch (name) {
    case '$and':
    case '$or':
    case '$nor':
      return { kind: name.slice(1) as 'and' | 'or' | 'nor', parts: parseList(name, value, context) };
    case '$comment':
      return { kind: 'and', parts: [] };
    case '$expr': {
      const used = new UsedFields(context);
      return { kind: 'expr', expression: compile(value, used), used };
    }
    default:
      if (name.startsWith('$')) throw notSupported(`the query operator ${name}`);
      return parseField(name, value, context);
  }
}

function parseList(name: string, value: Value, context: Context): Filter[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new MongoError('BadValue', `${name} argument must be a non-empty array`);
  }
  return value.map((part) => {
    if (!isDoc(part)) throw new MongoError('BadValue', `${name} argument's entries must be objects`);
    return parseFilter(part, context);
  });
}

function parseField(path: string, value: Value, context: Context): Filter {
  if (isOperators(value) && !isReference(value)) return parseOperators(path, value, context);
  if (typeOf(value) === 'regex') return regex(path, value as BSONRegExp);
  return { kind: 'eq', ...field(path), value, collation: context.collation };
}

/** A DBRef is a value, although its names begin with a dollar. */
const isReference = (value: Doc): boolean => value.has('$ref') && value.has('$id');

const field = (path: string) => ({ path, names: parsePath(path) });

/** `{$gt: 1, $lt: 5}` under a path. */
export function parseOperators(path: string, operators: Doc, context: Context = PLAIN): Filter {
  if (operators.has('$options') && !operators.has('$regex')) {
    throw new MongoError('BadValue', '$options needs a $regex');
  }
  const parts = [...operators]
    .filter(([name]) => name !== '$options')
    .map(([name, value]) => parseOperator(path, name, value, operators, context));
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

function parseOperator(path: string, name: string, value: Value, all: Doc, context: Context): Filter {
  const at = field(path);
  const { collation } = context;
  switch (name) {
    case '$eq':
      return { kind: 'eq', ...at, value, collation };
    case '$ne':
      if (typeOf(value) === 'regex') throw new MongoError('BadValue', "Can't have regex as arg to $ne.");
      return { kind: 'not', part: { kind: 'eq', ...at, value, collation } };
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (typeOf(value) === 'regex') throw new MongoError('BadValue', `Can't have RegEx as arg to ${name}.`);
      return { kind: name.slice(1) as 'gt' | 'gte' | 'lt' | 'lte', ...at, value, collation };
    case '$in':
      return parseIn(path, name, value, context);
    case '$nin':
      return { kind: 'not', part: parseIn(path, name, value, context) };
    case '$exists':
      return isTrue(value) ? { kind: 'exists', ...at } : { kind: 'not', part: { kind: 'exists', ...at } };
    case '$type':
      return { kind: 'type', ...at, types: parseTypes(value) };
    case '$regex':
      return parseRegex(path, value, all.get('$options'));
    case '$size':
      return { kind: 'size', ...at, size: parseSize(value) };
    case '$not':
      return { kind: 'not', part: parseNot(path, value, context) };
    case '$elemMatch':
      return parseElemMatch(path, value, context);
    case '$all':
      return parseAll(path, value, context);
    case '$mod':
      return parseMod(path, value);
    default:
      if (!name.startsWith('$')) throw new MongoError('BadValue', `unknown operator: ${name}`);
      throw notSupported(`the query operator ${name}`);
  }
}

function parseIn(path: string, name: string, value: Value, { collation }: Context): Filter {
  if (!Array.isArray(value)) throw new MongoError('BadValue', `${name} needs an array`);
  const values: Value[] = [];
  const patterns: RegExp[] = [];
  for (const element of value) {
    if (isOperators(element)) throw new MongoError('BadValue', `cannot nest $ under ${name}`);
    if (typeOf(element) === 'regex') patterns.push(toRegExp(element as BSONRegExp));
    else values.push(element);
  }
  return { kind: 'in', ...field(path), values, patterns, collation };
}

function parseNot(path: string, value: Value, context: Context): Filter {
  if (typeOf(value) === 'regex') return regex(path, value as BSONRegExp);
  if (isOperators(value)) return parseOperators(path, value, context);
  throw new MongoError('BadValue', '$not needs a regex or a document');
}

function parseElemMatch(path: string, value: Value, context: Context): Filter {
  if (!isDoc(value)) throw new MongoError('BadValue', '$elemMatch needs an Object');
  const first = value.keys().next().value;
  const onValues = isOperators(value) && !['$and', '$or', '$nor'].includes(first!);
  return {
    kind: 'elemMatch',
    ...field(path),
    test: onValues
      ? { of: 'values', filter: parseOperators(ELEMENT, value, context) }
      : { of: 'documents', filter: parseFilter(value, context) },
  };
}

/** `$all`: each of them, a value or `{$elemMatch: …}`; nothing matches an empty list. */
function parseAll(path: string, value: Value, context: Context): Filter {
  if (!Array.isArray(value)) throw new MongoError('BadValue', '$all needs an array');
  if (value.length === 0) return { kind: 'or', parts: [] };
  const parts = value.map((part): Filter => {
    if (!isOperators(part) || isReference(part)) return parseField(path, part, context);
    if ([...part.keys()].join() !== '$elemMatch')
      throw new MongoError('BadValue', 'no $ expressions in $all');
    return parseElemMatch(path, part.get('$elemMatch')!, context);
  });
  return { kind: 'and', parts };
}

function parseMod(path: string, value: Value): Filter {
  const numbers = Array.isArray(value) ? value : [];
  if (numbers.length !== 2 || !numbers.every((number) => isNumber(number))) {
    throw new MongoError('BadValue', 'malformed mod, needs to be an array of two numbers');
  }
  const [divisor, remainder] = numbers.map((number) => Math.trunc(toDouble(number)));
  if (divisor === 0) throw new MongoError('BadValue', 'divisor cannot be 0');
  return { kind: 'mod', ...field(path), divisor: divisor!, remainder: remainder! };
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
