import { decodeDocument } from '../bson/decode.ts';
import type { Doc } from '../bson/value.ts';
import type { Pace } from '../pace.ts';
import { indexOfHint } from '../storage/plan.ts';
import type { Collection } from '../storage/collection.ts';
import type { StoredDocument } from '../storage/scan.ts';
import type { Store } from '../storage/store.ts';
import type { Transaction } from '../storage/transaction.ts';
import { findDocuments, findFirstNow, planOf, type Query } from './find.ts';
import type { Filter } from './filter.ts';
import { matches } from './match.ts';
import type { Sort } from './sort.ts';

/** Which documents a write is about. */
export interface Target {
  namespace: string;
  filter: Filter;
  sort: Sort;
  hint: string | Doc | undefined;
}

/** What a write does with the first match (undefined: nothing matches), inside a transaction. */
export type Act<T> = (
  tx: Transaction,
  collection: Collection | undefined,
  found: StoredDocument | undefined,
) => T;

/** That the match has to be searched first, outside of the transaction, because it may take long. */
export const NEEDS_SEARCH = Symbol('needs search');

/** Acts on the first match at once, if a unique index leads to it or the collection does not exist. */
export function actNow<T>(
  store: Store,
  tx: Transaction,
  target: Target,
  act: Act<T>,
): T | typeof NEEDS_SEARCH {
  const collection = store.catalog.get(target.namespace);
  if (!collection) return act(tx, undefined, undefined);
  const plan = planOf(store, collection, queryOf(collection, target, 1));
  if (!plan.single) return NEEDS_SEARCH;
  return act(tx, collection, findFirstNow(store, collection, target.filter, plan));
}

/** Searches the first match, then acts on it in a transaction; if it has changed meanwhile, searches again. */
export async function actOnFirst<T>(store: Store, target: Target, pace: Pace, act: Act<T>): Promise<T> {
  for (;;) {
    const now = await store.transaction((tx) => actNow(store, tx, target, act));
    if (now !== NEEDS_SEARCH) return now;
    const collection = store.catalog.get(target.namespace);
    const candidate = collection && (await searchFirst(store, collection, target, pace));
    const result = await store.transaction((tx): { value: T } | undefined => {
      if (store.catalog.get(target.namespace) !== collection) return undefined;
      if (!collection || !candidate) return { value: act(tx, collection, undefined) };
      const found = stillMatching(store, collection, candidate.recordId, target.filter);
      return found && { value: act(tx, collection, found) };
    });
    if (result) return result.value;
    await pace.giveWay();
  }
}

async function searchFirst(
  store: Store,
  collection: Collection,
  target: Target,
  pace: Pace,
): Promise<StoredDocument | undefined> {
  for await (const [first] of findDocuments(store, collection, queryOf(collection, target, 1), pace))
    return first;
  return undefined;
}

/** The ids of all matches now; what matches later is not among them. */
export async function matchingRecords(
  store: Store,
  collection: Collection,
  target: Target,
  pace: Pace,
): Promise<number[]> {
  const ids: number[] = [];
  for await (const piece of findDocuments(store, collection, queryOf(collection, target, 0), pace)) {
    for (const { recordId } of piece) ids.push(recordId);
  }
  return ids;
}

export function stillMatching(
  store: Store,
  collection: Collection,
  recordId: number,
  filter: Filter,
): StoredDocument | undefined {
  const raw = store.document(collection, recordId);
  return raw && matches(filter, decodeDocument(raw)) ? { recordId, raw } : undefined;
}

function queryOf(collection: Collection, { filter, sort, hint }: Target, limit: number): Query {
  return {
    filter,
    sort,
    skip: 0,
    limit,
    hint: hint === undefined ? undefined : indexOfHint(collection, hint),
  };
}
