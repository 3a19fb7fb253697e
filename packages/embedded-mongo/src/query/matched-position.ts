import { isDoc, type Doc, type Value } from '../bson/value.ts';
import type { Filter } from './filter.ts';
import { matches } from './match.ts';
import { positionOf, type Path } from './paths.ts';

/** Where in an array the first element lies that satisfies a condition of the filter on the array; −1: nowhere. */
export function matchedPosition(doc: Doc, array: Path, filter: Filter): number {
  const elements = valueAtPositions(doc, array);
  if (!Array.isArray(elements)) return -1;
  for (const condition of conditionsOn(filter, array.join('.'))) {
    // The condition is asked of the document with each element alone.
    const position = elements.findIndex((element) => matches(condition, withArray(doc, array, [element])));
    if (position >= 0) return position;
  }
  return -1;
}

function conditionsOn(filter: Filter, path: string): Filter[] {
  if (filter.kind === 'and' || filter.kind === 'or') {
    return filter.parts.flatMap((part) => conditionsOn(part, path));
  }
  if (!('path' in filter)) return [];
  return filter.path === path || filter.path.startsWith(`${path}.`) ? [filter] : [];
}

/** The value at a path in which arrays are entered by position only. */
export function valueAtPositions(doc: Doc, path: Path): Value | undefined {
  let value: Value | undefined = doc;
  for (const name of path) {
    value = isDoc(value) ? value.get(name) : Array.isArray(value) ? value[positionOf(name)] : undefined;
  }
  return value;
}

function withArray(doc: Doc, [first, ...rest]: Path, elements: Value[]): Doc {
  const below = doc.get(first!);
  return new Map(doc).set(
    first!,
    rest.length > 0 && isDoc(below) ? withArray(below, rest, elements) : elements,
  );
}
