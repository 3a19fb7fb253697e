import { isDeepStrictEqual } from 'node:util';
import { BSON } from 'mongodb';
import { Skipped, type Fields } from './format.ts';

/**
 * Compares a value with what a test expects of it, operators like `$$exists` included.
 * @param isRoot whether further fields are allowed, as in results and events
 * @param path where it lies, for the message
 * @throws Error that says what differs
 */
export function match(expected: unknown, actual: unknown, isRoot: boolean, path = 'result'): void {
  const operator = operatorOf(expected);
  if (operator) return matchOperator(operator, (expected as Fields)[operator], actual, isRoot, path);
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) throw differs(path, expected, actual);
    if (actual.length !== expected.length) throw differs(path, expected, actual);
    expected.forEach((element, i) => match(element, actual[i], isRoot, `${path}[${i}]`));
    return;
  }
  if (isFields(expected)) return matchFields(expected, actual, isRoot, path);
  if (!isSame(expected, actual)) throw differs(path, expected, actual);
}

function matchFields(expected: Fields, given: unknown, isRoot: boolean, path: string): void {
  const actual = given instanceof Map ? (Object.fromEntries(given) as unknown) : given;
  if (!isFields(actual)) throw differs(path, expected, actual);
  for (const [name, value] of Object.entries(expected)) {
    match(value, actual[name], false, `${path}.${name}`);
  }
  if (isRoot) return;
  const extra = Object.keys(actual).find((name) => !(name in expected) && actual[name] !== undefined);
  if (extra !== undefined) throw new Error(`${path} has the field ${extra}, which is not expected`);
}

function operatorOf(expected: unknown): string | undefined {
  if (!isFields(expected)) return undefined;
  const names = Object.keys(expected);
  return names.length === 1 && names[0]!.startsWith('$$') ? names[0] : undefined;
}

function matchOperator(
  operator: string,
  wanted: unknown,
  actual: unknown,
  isRoot: boolean,
  path: string,
): void {
  switch (operator) {
    case '$$exists':
      if ((actual !== undefined) !== wanted) throw new Error(`${path}: exists should be ${String(wanted)}`);
      return;
    case '$$unsetOrMatches':
      if (actual !== undefined) match(wanted, actual, isRoot, path);
      return;
    case '$$type': {
      const types = Array.isArray(wanted) ? (wanted as string[]) : [wanted as string];
      if (!types.some((type) => isOfType(actual, type)))
        throw differs(path, `a ${types.join(' or ')}`, actual);
      return;
    }
    case '$$lte':
      if (!(Number(actual) <= Number(wanted))) throw differs(path, `at most ${String(wanted)}`, actual);
      return;
    case '$$matchAsRoot':
      return match(wanted, actual, true, path);
    default:
      throw new Skipped(`the runner does not know ${operator}`);
  }
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'int':
    case 'long':
      return (
        Number.isInteger(value) ||
        typeof value === 'bigint' ||
        bsonType(value) === 'Long' ||
        bsonType(value) === 'Int32'
      );
    case 'double':
    case 'number':
      return typeof value === 'number' || bsonType(value) === 'Double';
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'object':
      return isFields(value);
    case 'array':
      return Array.isArray(value);
    case 'date':
      return value instanceof Date;
    case 'null':
      return value === null;
    default:
      return bsonType(value)?.toLowerCase() === type.toLowerCase();
  }
}

const bsonType = (value: unknown): string | undefined => (value as { _bsontype?: string } | null)?._bsontype;

/** A plain object: neither a BSON class nor a date. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof Map) &&
  !(value instanceof RegExp) &&
  bsonType(value) === undefined;

/** Numbers are equal by value, whatever their types. */
function isSame(expected: unknown, actual: unknown): boolean {
  if (isNumeric(expected) && isNumeric(actual)) return String(expected) === String(actual);
  return isDeepStrictEqual(expected, actual) || asText(expected) === asText(actual);
}

const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  ['Int32', 'Long', 'Double'].includes(bsonType(value) ?? '');

function asText(value: unknown): string {
  return value === undefined ? 'undefined' : BSON.EJSON.stringify(value, { relaxed: false });
}

function differs(path: string, expected: unknown, actual: unknown): Error {
  return new Error(`${path} should be ${short(expected)} and is ${short(actual)}`);
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : asText(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
