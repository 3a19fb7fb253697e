import type { BSONRegExp } from 'bson';
import { compareValues } from '../bson/compare.ts';
import { isNumber, isTrue, toDouble } from '../bson/numbers.ts';
import { isDoc, rankOf, typeOf, type Doc, type Value } from '../bson/value.ts';
import { ELEMENT, type Comparison, type ElementTest, type Filter } from './filter.ts';
import { someValue, type AtArray } from './paths.ts';

/** Whether a document is what the query asks for. */
export function matches(filter: Filter, doc: Doc): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => matches(part, doc));
    case 'or':
      return filter.parts.some((part) => matches(part, doc));
    case 'nor':
      return !filter.parts.some((part) => matches(part, doc));
    case 'not':
      return !matches(filter.part, doc);
    case 'expr':
      return isTrue(filter.expression(doc) ?? null);
    default: {
      const atArray: AtArray = filter.kind === 'size' || filter.kind === 'elemMatch' ? 'array' : 'both';
      return someValue(doc, filter.names, atArray, (value) => matchesValue(filter, value));
    }
  }
}

type FieldFilter = Extract<Filter, { path: string }>;

function matchesValue(filter: FieldFilter, value: Value | undefined): boolean {
  switch (filter.kind) {
    case 'eq':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compares(filter.kind, value, filter.value, filter.collation);
    case 'in':
      return (
        filter.values.some((wanted) => compares('eq', value, wanted, filter.collation)) ||
        filter.patterns.some((pattern) => matchesPattern(pattern, value))
      );
    case 'exists':
      return value !== undefined;
    case 'type':
      return value !== undefined && filter.types.has(typeOf(value));
    case 'regex':
      return matchesPattern(filter.pattern, value);
    case 'mod': {
      const number = isNumber(value) ? Math.trunc(toDouble(value)) : NaN;
      return number % filter.divisor === filter.remainder;
    }
    case 'size':
      return Array.isArray(value) && value.length === filter.size;
    case 'elemMatch':
      return Array.isArray(value) && value.some((element) => matchesElement(filter.test, element));
  }
}

/**
 * Comparison as queries do it: only values of the same kind compare (all numbers are one kind), a missing value counts as
 * null, MinKey and MaxKey compare with everything, and NaN is only equal to NaN.
 */
export function compares(
  how: Comparison,
  value: Value | undefined,
  wanted: Value,
  collation?: Intl.Collator,
): boolean {
  const left = value ?? null;
  const type = typeOf(wanted);
  if (rankOf(left) !== rankOf(wanted)) {
    if (how === 'eq' || value === undefined) return false;
    return (type === 'minKey' || type === 'maxKey') && holds(how, compareValues(left, wanted, collation));
  }
  if (isNaNValue(left) || isNaNValue(wanted)) {
    return how !== 'gt' && how !== 'lt' && isNaNValue(left) && isNaNValue(wanted);
  }
  return holds(how, compareValues(left, wanted, collation));
}

function holds(how: Comparison, order: number): boolean {
  switch (how) {
    case 'eq':
      return order === 0;
    case 'gt':
      return order > 0;
    case 'gte':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'lte':
      return order <= 0;
  }
}

export const isNaNValue = (value: Value): boolean => isNumber(value) && Number.isNaN(toDouble(value));

function matchesPattern(pattern: RegExp, value: Value | undefined): boolean {
  if (typeof value === 'string') return pattern.test(value);
  // A stored regular expression is found by the same one.
  if (value === undefined || typeOf(value) !== 'regex') return false;
  const stored = value as BSONRegExp;
  return stored.pattern === pattern.source && `${stored.options}u` === pattern.flags;
}

function matchesElement(test: ElementTest, element: Value): boolean {
  if (test.of === 'values') return matches(test.filter, new Map([[ELEMENT, element]]));
  return isDoc(element) && matches(test.filter, element);
}
