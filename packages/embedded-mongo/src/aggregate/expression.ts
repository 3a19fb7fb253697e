import { Double, Int32 } from 'bson';
import { compareValues } from '../bson/compare.ts';
import { calculate, integer, isNumber, isTrue, plain, toDouble, type Operation } from '../bson/numbers.ts';
import { isDoc, typeOf, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import { parsePath, type Path } from '../query/paths.ts';
import { compileGetField, compileSetField } from './field-operators.ts';
import { average, sum } from './sums.ts';
import type { Expression, UsedFields } from './used-fields.ts';

/** @throws MongoError FailedToParse for malformed ones, NotImplemented for operators that this server does not have */
export function compile(value: Value, used: UsedFields): Expression {
  if (typeof value === 'string' && value.startsWith('$')) return compilePath(value, used);
  if (Array.isArray(value)) {
    const elements = value.map((element) => compile(element, used));
    return (doc) => elements.map((element) => element(doc) ?? null);
  }
  if (!isDoc(value)) return () => value;
  const first = value.keys().next().value;
  if (first?.startsWith('$')) return compileOperator(first, value, used);
  return compileDocument(value, used);
}

function compilePath(text: string, used: UsedFields): Expression {
  if (text.startsWith('$$')) {
    const [variable, ...names] = parsePath(text.slice(2));
    if (variable === 'REMOVE') return () => undefined;
    if (variable === 'ROOT' || variable === 'CURRENT') {
      used.all = true;
      return (doc) => valueAt(doc, names);
    }
    const constant = used.context.variables.get(variable!);
    if (constant !== undefined) return () => valueAt(constant, names);
    if (/^[A-Z]/.test(variable!)) throw notSupported(`the variable $$${variable}`);
    throw new MongoError(17276, `Use of undefined variable: ${variable}`);
  }
  const names = parsePath(text.slice(1));
  if (names.some((name) => name === '' || name.startsWith('$'))) {
    throw new MongoError('FailedToParse', `'${text}' is not a valid field path`);
  }
  used.names.add(names[0]!);
  return (doc) => valueAt(doc, names);
}

/** In expressions a path through an array gives the array of what it leads to in the elements. */
function valueAt(value: Value | undefined, names: Path): Value | undefined {
  if (names.length === 0) return value;
  if (isDoc(value)) return valueAt(value.get(names[0]!), names.slice(1));
  if (!Array.isArray(value)) return undefined;
  return value.map((element) => valueAt(element, names)).filter((part) => part !== undefined);
}

function compileDocument(doc: Doc, used: UsedFields): Expression {
  const fields = [...doc].map(([name, value]) => {
    if (name.includes('.'))
      throw new MongoError('FailedToParse', `FieldPath field names may not contain '.': ${name}`);
    return [name, compile(value, used)] as const;
  });
  return (input) => {
    const result: Doc = new Map();
    for (const [name, expression] of fields) {
      const value = expression(input);
      if (value !== undefined) result.set(name, value);
    }
    return result;
  };
}

function compileOperator(name: string, doc: Doc, used: UsedFields): Expression {
  if (doc.size !== 1) {
    throw new MongoError('FailedToParse', 'an object representing an expression must have exactly one field');
  }
  const given = doc.get(name)!;
  if (name === '$literal') return () => given;
  if (name === '$cond') return compileCond(given, used);
  const compileArgument = (argument: Value): Expression => compile(argument, used);
  if (name === '$getField') return compileGetField(given, compileArgument);
  if (name === '$setField' || name === '$unsetField') {
    return compileSetField(name, given, compileArgument);
  }
  if (used.context.collation) throw notSupported(`the expression operator ${name} with a collation`);
  const operator = OPERATORS[name];
  if (!operator) throw notSupported(`the expression operator ${name}`);
  const isNothing = operator.most === 0 && isDoc(given) && given.size === 0;
  const args = (Array.isArray(given) ? given : isNothing ? [] : [given]).map((arg) => compile(arg, used));
  const { least, most, compute } = operator;
  if (args.length < least || args.length > most) {
    throw new MongoError(
      'FailedToParse',
      `Expression ${name} takes ${least === most ? least : `at least ${least}`} arguments. ${args.length} were passed in.`,
    );
  }
  return (input) => compute(args.map((arg) => arg(input)));
}

function compileCond(given: Value, used: UsedFields): Expression {
  const parts = isDoc(given)
    ? ['if', 'then', 'else'].map((name) => given.get(name))
    : Array.isArray(given)
      ? given
      : [];
  const count = isDoc(given) ? given.size : parts.length;
  if (count !== 3 || parts.some((part) => part === undefined)) {
    throw new MongoError('FailedToParse', '$cond needs if, then and else');
  }
  const [condition, then, otherwise] = parts.map((part) => compile(part!, used));
  return (doc) => (isTrue(condition!(doc) ?? null) ? then!(doc) : otherwise!(doc));
}

type Values = readonly (Value | undefined)[];

interface Operator {
  least: number;
  most: number;
  compute: (args: Values) => Value | undefined;
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: { least: 2, most: 2, compute: ([a, b]) => new Int32(Math.sign(compareOrMissing(a, b))) },
  $and: { least: 0, most: Infinity, compute: (args) => args.every((arg) => isTrue(arg ?? null)) },
  $or: { least: 0, most: Infinity, compute: (args) => args.some((arg) => isTrue(arg ?? null)) },
  $not: { least: 1, most: 1, compute: ([arg]) => !isTrue(arg ?? null) },
  $ifNull: {
    least: 2,
    most: Infinity,
    compute: (args) => args.find((arg) => !isNullish(arg)) ?? args[args.length - 1],
  },
  $add: arithmetic(0, Infinity, (args) =>
    args.reduce((a, b) => withDates('$add', 'add', a, b), new Int32(0)),
  ),
  $multiply: arithmetic(0, Infinity, (args) =>
    args.reduce<Value>((a, b) => numeric('$multiply', 'multiply', a, b), new Int32(1)),
  ),
  $subtract: arithmetic(2, 2, ([a, b]) => subtract(a!, b!)),
  $divide: arithmetic(2, 2, ([a, b]) => divide(a!, b!)),
  $abs: arithmetic(1, 1, ([value]) => absolute(value!)),
  $rand: { least: 0, most: 0, compute: () => new Double(Math.random()) },
  $concat: arithmetic(0, Infinity, (args) => concatenate(args)),
  $concatArrays: arithmetic(0, Infinity, (args) => args.flatMap((arg) => arrayOf('$concatArrays', arg))),
  $size: { least: 1, most: 1, compute: ([value]) => new Int32(arrayOf('$size', value ?? null).length) },
  $mergeObjects: { least: 1, most: Infinity, compute: (args) => mergeObjects(spread(args)) },
  $type: { least: 1, most: 1, compute: ([value]) => (value === undefined ? 'missing' : typeOf(value)) },
  $sum: { least: 0, most: Infinity, compute: (args) => sum(spread(args).filter(isNumber)) },
  $avg: { least: 0, most: Infinity, compute: (args) => average(spread(args).filter(isNumber)) },
  $min: { least: 0, most: Infinity, compute: (args) => extreme(spread(args), -1) },
  $max: { least: 0, most: Infinity, compute: (args) => extreme(spread(args), 1) },
};

function concatenate(args: readonly Value[]): Value {
  let text = '';
  for (const arg of args) {
    if (typeof arg !== 'string')
      throw new MongoError('TypeMismatch', `$concat only supports strings, not ${typeOf(arg)}`);
    text += arg;
  }
  return text;
}

function arrayOf(name: string, value: Value): Value[] {
  if (Array.isArray(value)) return value;
  throw new MongoError('TypeMismatch', `${name} only supports arrays, not ${typeOf(value)}`);
}

/** Fields of later documents take the place of earlier ones. */
function mergeObjects(args: Values): Value {
  const merged: Doc = new Map();
  for (const arg of args) {
    if (isNullish(arg)) continue;
    if (!isDoc(arg))
      throw new MongoError('TypeMismatch', `$mergeObjects requires objects, not ${typeOf(arg)}`);
    for (const [name, value] of arg) merged.set(name, value);
  }
  return merged;
}

const isNullish = (value: Value | undefined): value is null | undefined =>
  value === undefined || value === null;

/** Here, unlike in queries, values of all types compare, and a missing one is less than all others. */
export function compareOrMissing(a: Value | undefined, b: Value | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareValues(a, b);
}

function comparison(holds: (order: number) => boolean): Operator {
  return { least: 2, most: 2, compute: ([a, b]) => holds(compareOrMissing(a, b)) };
}

/** Null as soon as one operand is null or missing. */
function arithmetic(least: number, most: number, compute: (args: readonly Value[]) => Value): Operator {
  return {
    least,
    most,
    compute: (args) => (args.some(isNullish) ? null : compute(args as readonly Value[])),
  };
}

function numeric(name: string, operation: Operation, a: Value, b: Value): Value {
  if (isNumber(a) && isNumber(b)) return calculate(operation, a, b, 'double');
  const wrong = isNumber(a) ? b : a;
  throw new MongoError('TypeMismatch', `${name} only supports numeric types, not ${typeOf(wrong)}`);
}

/** A date moves by milliseconds. */
function withDates(name: string, operation: 'add' | 'subtract', a: Value, b: Value): Value {
  const [date, offset] = a instanceof Date ? [a, b] : [b, a];
  if (!(date instanceof Date)) return numeric(name, operation, a, b);
  if (!isNumber(offset))
    throw new MongoError('TypeMismatch', `${name} cannot combine a date with ${typeOf(offset)}`);
  const milliseconds = Math.round(toDouble(offset));
  return new Date(date.getTime() + (operation === 'add' ? milliseconds : -milliseconds));
}

function subtract(a: Value, b: Value): Value {
  if (a instanceof Date && b instanceof Date) return BigInt(a.getTime() - b.getTime());
  if (b instanceof Date) throw new MongoError('TypeMismatch', `cannot $subtract a date from ${typeOf(a)}`);
  return withDates('$subtract', 'subtract', a, b);
}

function divide(a: Value, b: Value): Value {
  if (!isNumber(a) || !isNumber(b))
    throw new MongoError('TypeMismatch', '$divide only supports numeric types');
  if (plain(a) === undefined || plain(b) === undefined) throw notSupported('arithmetic with Decimal128');
  if (toDouble(b) === 0) throw new MongoError('BadValue', "can't $divide by zero");
  return new Double(toDouble(a) / toDouble(b));
}

function absolute(value: Value): Value {
  if (!isNumber(value))
    throw new MongoError('TypeMismatch', `$abs only supports numeric types, not ${typeOf(value)}`);
  const number = plain(value);
  if (number === undefined) throw notSupported('arithmetic with Decimal128');
  if (typeOf(value) === 'double') return new Double(Math.abs(toDouble(value)));
  const exact = BigInt(number);
  const result = integer(exact < 0n ? -exact : exact, typeof value === 'bigint');
  if (result === undefined) throw new MongoError('BadValue', "can't take $abs of long long min");
  return result;
}

/** The elements of the one argument that is an array, or the arguments. */
function spread(args: Values): Values {
  return args.length === 1 && Array.isArray(args[0]) ? args[0] : args;
}

function extreme(values: Values, sign: 1 | -1): Value {
  const known = values.filter((value): value is Exclude<Value, null> => !isNullish(value));
  if (known.length === 0) return null;
  return known.reduce<Value>(
    (best, value) => (compareValues(value, best) * sign > 0 ? value : best),
    known[0]!,
  );
}
