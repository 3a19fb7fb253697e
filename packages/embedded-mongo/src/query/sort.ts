import { compareValues } from '../bson/compare.ts';
import { isNumber, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import type { Direction } from '../storage/collection.ts';
import { collectValues, parsePath, type Path } from './paths.ts';

export interface SortField {
  path: string;
  names: Path;
  direction: Direction;
  collation?: Intl.Collator | undefined;
}
export type Sort = readonly SortField[];

/** @throws MongoError BadValue for directions other than 1 and −1 */
export function parseSort(sort: Doc, collation?: Intl.Collator): Sort {
  return [...sort].map(([path, value]) => {
    if (value instanceof Map) throw notSupported(`sorting by ${[...value.keys()].join()}`);
    const direction = isNumber(value) ? toDouble(value) : 0;
    if (direction !== 1 && direction !== -1) {
      throw new MongoError('BadValue', `$sort key ordering must be 1 (for ascending) or -1 (for descending)`);
    }
    if (path === '' || path.startsWith('$')) throw new MongoError('BadValue', `cannot sort by '${path}'`);
    return { path, names: parsePath(path), direction, collation };
  });
}

/** What a document is sorted by: of an array its least element, or its greatest when descending. */
export function sortKey(sort: Sort, doc: Doc): Value[] {
  return sort.map(({ names, direction, collation }) => {
    const values = collectValues(doc, names).map((value) =>
      isEmptyArray(value) ? BELOW_NULL : (value ?? null),
    );
    if (values.length === 0) return null;
    return values.reduce((best, value) =>
      compareKeys(value, best, collation) * direction < 0 ? value : best,
    );
  });
}

export function compareSortKeys(sort: Sort, a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < sort.length; i++) {
    const { direction, collation } = sort[i]!;
    const order = compareKeys(a[i]!, b[i]!, collation) * direction;
    if (order !== 0) return order;
  }
  return 0;
}

/** An empty array sorts as BSON's undefined: after MinKey and before null. */
const BELOW_NULL: Value[] = [];
const isEmptyArray = (value: Value | undefined): boolean => Array.isArray(value) && value.length === 0;

function compareKeys(a: Value, b: Value, collation: Intl.Collator | undefined): number {
  if (a !== BELOW_NULL && b !== BELOW_NULL) return compareValues(a, b, collation);
  if (a === b) return 0;
  return a === BELOW_NULL ? -belowNull(b) : belowNull(a);
}

/** Where a value lies from BSON's undefined. */
const belowNull = (value: Value): number => Math.sign(compareValues(value, null)) || 1;

/** Bytes that a sort may hold, as in MongoDB. */
export const MAX_SORT_BYTES = 100 * 1024 * 1024;

/** @throws MongoError QueryExceededMemoryLimitNoDiskUseAllowed */
export function checkSortBytes(bytes: number): void {
  if (bytes <= MAX_SORT_BYTES) return;
  throw new MongoError(
    'QueryExceededMemoryLimitNoDiskUseAllowed',
    `Sort exceeded memory limit of ${MAX_SORT_BYTES} bytes. TED's embedded server does not sort on disk: use an index or a limit.`,
  );
}
