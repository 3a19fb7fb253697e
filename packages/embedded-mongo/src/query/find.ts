import { decodeDocument } from '../bson/decode.ts';
import type { Value } from '../bson/value.ts';
import type { Pace } from '../pace.ts';
import type { Collection, Index } from '../storage/collection.ts';
import { choosePlan } from '../storage/plan.ts';
import type { Plan } from '../storage/plan-shape.ts';
import { Scan, type StoredDocument } from '../storage/scan.ts';
import type { Store } from '../storage/store.ts';
import { conjuncts, fieldsOf, type Filter } from './filter.ts';
import { matches } from './match.ts';
import { checkSortBytes, compareSortKeys, MAX_SORT_BYTES, sortKey, type Sort } from './sort.ts';
import { sortPaced } from './sort-paced.ts';

export interface Query {
  filter: Filter;
  sort: Sort;
  skip: number;
  /** 0: all. */
  limit: number;
  hint: Index | 'natural' | undefined;
}

export const ALL: Filter = { kind: 'and', parts: [] };

export function planOf(store: Store, collection: Collection, query: Query): Plan {
  const wanted = query.limit === 0 ? 0 : query.skip + query.limit;
  return choosePlan(store, collection, { ...query, wanted });
}

/** The documents that a query asks for, in its order, in small pieces. */
export async function* findDocuments(
  store: Store,
  collection: Collection,
  query: Query,
  pace: Pace,
  plan = planOf(store, collection, query),
): AsyncGenerator<StoredDocument[]> {
  const found = scanMatching(store, collection, query.filter, plan, pace);
  const inOrder = plan.sorted ? found : sortInMemory(found, query, pace);
  yield* slice(inOrder, query.skip, query.limit);
}

/** What a plan finds and the filter lets through. */
async function* scanMatching(
  store: Store,
  collection: Collection,
  filter: Filter,
  plan: Plan,
  pace: Pace,
): AsyncGenerator<StoredDocument[]> {
  const scan = new Scan(store, collection, plan);
  const test = matcher(filter, plan);
  for (let piece = scan.next(); piece; piece = scan.next()) {
    const matching = piece.filter(test);
    if (matching.length > 0) yield matching;
    await pace.giveWay();
  }
}

/** The first match right now, without giving way: for use inside a transaction with plans that find few documents. */
export function findFirstNow(
  store: Store,
  collection: Collection,
  filter: Filter,
  plan: Plan,
): StoredDocument | undefined {
  const scan = new Scan(store, collection, plan);
  const test = matcher(filter, plan);
  for (let piece = scan.next(); piece; piece = scan.next()) {
    const match = piece.find(test);
    if (match) return match;
  }
  return undefined;
}

function matcher(filter: Filter, plan: Plan): (document: StoredDocument) => boolean {
  if (plan.exact || conjuncts(filter).length === 0) return () => true;
  const fields = fieldsOf(filter);
  return ({ raw }) => matches(filter, decodeDocument(raw, fields));
}

interface Sortable {
  key: Value[];
  document: StoredDocument;
}

/** Keeps no more than will be given out; of equal documents the one found first comes first. */
async function* sortInMemory(
  found: AsyncIterable<StoredDocument[]>,
  { sort, skip, limit }: Query,
  pace: Pace,
): AsyncGenerator<StoredDocument[]> {
  const fields = new Set(sort.map(({ names }) => names[0]!));
  const kept = limit === 0 ? Infinity : skip + limit;
  let best: Sortable[] = [];
  let bytes = 0;
  const reduce = async () => {
    best = (await sortPaced(best, (a, b) => compareSortKeys(sort, a.key, b.key), pace)).slice(0, kept);
    bytes = best.reduce((sum, { document }) => sum + document.raw.length, 0);
  };
  for await (const piece of found) {
    for (const document of piece) {
      best.push({ key: sortKey(sort, decodeDocument(document.raw, fields)), document });
      bytes += document.raw.length;
    }
    if (best.length > 2 * kept + 1000 || (bytes > MAX_SORT_BYTES && best.length > kept)) await reduce();
    checkSortBytes(bytes);
  }
  await reduce();
  for (let start = 0; start < best.length; start += 100) {
    yield best.slice(start, start + 100).map(({ document }) => document);
    await pace.giveWay();
  }
}

/** Skips, then gives up to `limit` (0: all). */
export async function* slice<T>(
  pieces: AsyncIterable<T[]>,
  skip: number,
  limit: number,
): AsyncGenerator<T[]> {
  let open = limit === 0 ? Infinity : limit;
  for await (const piece of pieces) {
    const skipped = Math.min(skip, piece.length);
    skip -= skipped;
    const given = piece.slice(skipped, skipped + Math.min(open, piece.length));
    open -= given.length;
    if (given.length > 0) yield given;
    if (open <= 0) return;
  }
}

/** How many documents match: counted in an index where it alone can say so. */
export async function countDocuments(
  store: Store,
  collection: Collection,
  query: Query,
  pace: Pace,
): Promise<number> {
  const plan = planOf(store, collection, { ...query, sort: [] });
  const all = plan.index === undefined && plan.exact;
  let count = 0;
  if (all) count = collection.count;
  else if (plan.exact) count = await countKeys(store, plan, pace);
  else
    for await (const piece of scanMatching(store, collection, query.filter, plan, pace))
      count += piece.length;
  count = Math.max(0, count - query.skip);
  return query.limit === 0 ? count : Math.min(count, query.limit);
}

async function countKeys(store: Store, plan: Plan, pace: Pace): Promise<number> {
  const PIECE = 2000;
  let count = 0;
  if (plan.index) plan.index.uses.count++;
  for (const { low, high } of plan.ranges) {
    let last: Buffer | undefined;
    for (let read = PIECE; read === PIECE;) {
      read = 0;
      const options = { start: last ?? low, end: high, exclusiveStart: last !== undefined, limit: PIECE };
      for (const key of store.entries.getKeys(options)) {
        read++;
        last = key;
      }
      count += read;
      await pace.giveWay();
    }
  }
  return count;
}
