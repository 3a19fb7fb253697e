import { isDoc, type Doc, type Value } from '../bson/value.ts';

/** The names of a dotted path. */
export type Path = readonly string[];

export function parsePath(path: string): Path {
  let names = known.get(path);
  if (names) return names;
  names = path.split('.');
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(path, names);
  return names;
}

/** Bulks name the same paths in each operation. */
const known = new Map<string, Path>();
const MAX_KNOWN = 10_000;

/** What a query sees where a path ends in an array: the array, its elements, or first these and then that. */
export type AtArray = 'array' | 'elements' | 'both';

/**
 * Whether the test holds for one of the values that a path leads to. Arrays on the way are entered as MongoDB does:
 * through all their elements that are documents, and through one of them where the path names its position.
 * The test gets undefined where the path leads nowhere.
 */
export function someValue(
  doc: Doc,
  path: Path,
  atArray: AtArray,
  test: (value: Value | undefined) => boolean,
  from = 0,
): boolean {
  return someBelow(doc.get(path[from]!), path, atArray, test, from + 1);
}

function someBelow(
  value: Value | undefined,
  path: Path,
  atArray: AtArray,
  test: (value: Value | undefined) => boolean,
  from: number,
): boolean {
  if (from === path.length) return someAtEnd(value, atArray, test);
  if (isDoc(value)) return someValue(value, path, atArray, test, from);
  if (!Array.isArray(value)) return test(undefined);
  const position = positionOf(path[from]!);
  return value.some((element, i) => {
    if (isDoc(element) && someValue(element, path, atArray, test, from)) return true;
    const enters = i === position && (from + 1 === path.length || isDoc(element) || Array.isArray(element));
    return enters && someBelow(element, path, atArray, test, from + 1);
  });
}

function someAtEnd(
  value: Value | undefined,
  atArray: AtArray,
  test: (value: Value | undefined) => boolean,
): boolean {
  if (!Array.isArray(value) || atArray === 'array') return test(value);
  if (value.some(test)) return true;
  // An empty array has no elements that could stand for it.
  return atArray === 'both' || value.length === 0 ? test(value) : false;
}

/** The position that a name in a path stands for in an array, or −1. */
export function positionOf(name: string): number {
  const first = name.charCodeAt(0);
  if (!(first >= 0x30 && first <= 0x39)) return -1;
  return /^(0|[1-9]\d{0,8})$/.test(name) ? Number(name) : -1;
}

/** All values that a path leads to, elements instead of their arrays; undefined where it leads nowhere. */
export function collectValues(doc: Doc, path: Path): (Value | undefined)[] {
  const values: (Value | undefined)[] = [];
  someValue(doc, path, 'elements', (value) => {
    values.push(value);
    return false;
  });
  return values;
}

/** Whether there is an array on the path or at its end. */
export function crossesArray(doc: Doc, path: Path): boolean {
  let value: Value | undefined = doc;
  for (const name of path) {
    if (!isDoc(value)) return false;
    value = value.get(name);
    if (Array.isArray(value)) return true;
  }
  return false;
}
