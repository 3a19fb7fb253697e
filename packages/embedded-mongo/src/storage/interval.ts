import { isNaNValue } from '../query/match.ts';
import type { Filter } from '../query/filter.ts';
import { typeOf, type Value } from '../bson/value.ts';
import type { Direction } from './collection.ts';
import { encodeKey, invert, successor, typeBracket } from './key-encoding.ts';

/** A place between keys: before or after all keys that begin with these bytes. */
interface Edge {
  bytes: Buffer;
  after: boolean;
}

/** What an index field may hold so that a document can match: single values, or one range. */
export interface Bounds {
  intervals: { low: Edge; high: Edge }[];
  /** Whether the intervals are single values. */
  points: boolean;
  /** Whether every key inside the bounds matches, so that the document need not be looked at (not with arrays). */
  exact: boolean;
}

/** Bytes from `low` up to, and not including, `high`. */
export interface ByteRange {
  low: Buffer;
  high: Buffer;
}

/** The bounds that one condition sets, or undefined if an index does not help with it. */
export function boundsOf(filter: Filter): Bounds | undefined {
  switch (filter.kind) {
    case 'eq':
      if (isCollated(filter.collation, [filter.value])) return undefined;
      return isIndexable(filter.value) ? points([filter.value]) : undefined;
    case 'in':
      if (isCollated(filter.collation, filter.values)) return undefined;
      if (filter.patterns.length > 0 || !filter.values.every(isIndexable)) return undefined;
      return points(filter.values);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      if (isCollated(filter.collation, [filter.value])) return undefined;
      return isRangeable(filter.value) ? range(filter.kind, filter.value) : undefined;
    default:
      return undefined;
  }
}

/** Indexes hold texts in the order of their bytes: they do not help to find them in another one. */
function isCollated(collation: Intl.Collator | undefined, values: readonly Value[]): boolean {
  return (
    collation !== undefined && values.some((value) => ['string', 'object', 'array'].includes(typeOf(value)))
  );
}

/** A document whose array equals the value has entries for the elements only. */
const isIndexable = (value: Value): boolean => !Array.isArray(value) && !isUnencodable(value);

/** Ranges of arrays see elements, those of null see missing fields, MinKey and MaxKey all types, NaN only itself. */
function isRangeable(value: Value): boolean {
  return isIndexable(value) && !isNaNValue(value) && !['null', 'minKey', 'maxKey'].includes(typeOf(value));
}

/** A Decimal128 between two doubles has no key, and a query for it no place. */
function isUnencodable(value: Value): boolean {
  try {
    encodeKey(value);
    return false;
  } catch {
    return true;
  }
}

function points(values: readonly Value[]): Bounds {
  const intervals = values.map((value) => {
    const bytes = encodeKey(value);
    return { low: { bytes, after: false }, high: { bytes, after: true } };
  });
  return { intervals, points: true, exact: true };
}

function range(kind: 'gt' | 'gte' | 'lt' | 'lte', value: Value): Bounds {
  const bytes = encodeKey(value);
  const bracket = typeBracket(value);
  const upward = kind === 'gt' || kind === 'gte';
  const low = upward ? { bytes, after: kind === 'gt' } : { bytes: bracket.low, after: false };
  const high = upward ? { bytes: bracket.high, after: false } : { bytes, after: kind === 'lte' };
  return { intervals: [{ low, high }], points: false, exact: true };
}

/** What both conditions allow. Two sets of points are not intersected: the first is kept and the rest is filtered. */
export function intersect(a: Bounds, b: Bounds): Bounds {
  if (a.points || b.points) return { ...(a.points ? a : b), exact: false };
  const [x] = a.intervals;
  const [y] = b.intervals;
  const low = Buffer.compare(place(x!.low), place(y!.low)) >= 0 ? x!.low : y!.low;
  const high = Buffer.compare(place(x!.high), place(y!.high)) <= 0 ? x!.high : y!.high;
  const isEmpty = Buffer.compare(place(low), place(high)) >= 0;
  return { intervals: isEmpty ? [] : [{ low, high }], points: false, exact: a.exact && b.exact };
}

const place = ({ bytes, after }: Edge): Buffer => (after ? successor(bytes) : bytes);

/** The bounds as ranges of an index field's bytes. */
export function byteRanges({ intervals }: Bounds, direction: Direction): ByteRange[] {
  return intervals.map(({ low, high }) => {
    if (direction === 1) return { low: place(low), high: place(high) };
    // Descending, all bytes are inverted: what came first comes last.
    return { low: placeInverted(high), high: placeInverted(low) };
  });
}

const placeInverted = ({ bytes, after }: Edge): Buffer => (after ? invert(bytes) : successor(invert(bytes)));
