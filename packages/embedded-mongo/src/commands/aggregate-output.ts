import { randomUUID } from 'node:crypto';
import type { Output } from '../aggregate/output.ts';
import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import { equalValues } from '../bson/compare.ts';
import type { Doc, Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Pace } from '../pace.ts';
import type { Filter } from '../query/filter.ts';
import { actOnFirst } from '../query/first-match.ts';
import { collectValues, parsePath } from '../query/paths.ts';
import { checkNamespace, TEMPORARY_PREFIX } from '../storage/namespace.ts';
import type { Collection } from '../storage/collection.ts';
import type { GarbageCollector } from '../storage/garbage.ts';
import type { Store } from '../storage/store.ts';
import { insertDocument, replaceDocument } from '../storage/write.ts';
import { encodeChanged, withIdFirst } from '../update/update.ts';
import { runBulk } from './bulk.ts';
import { insertNow } from './insert.ts';

/** Writes the results of a pipeline where `$out` or `$merge` wants them. */
export async function writeOutput(
  store: Store,
  garbage: GarbageCollector,
  output: Output,
  results: AsyncIterable<Doc[]>,
  pace: Pace,
): Promise<void> {
  checkNamespace(output.namespace);
  if (output.kind === 'out') await replaceCollection(store, garbage, output.namespace, results, pace);
  else await merge(store, output, results, pace);
}

/** The collection is filled beside the old one, which it replaces in one step. */
async function replaceCollection(
  store: Store,
  garbage: GarbageCollector,
  namespace: string,
  results: AsyncIterable<Doc[]>,
  pace: Pace,
): Promise<void> {
  const database = namespace.slice(0, namespace.indexOf('.'));
  const temporary = `${database}.${TEMPORARY_PREFIX}${randomUUID()}`;
  const filled = await store.transaction((tx) => {
    const created = store.catalog.create(tx, temporary);
    for (const index of store.catalog.get(namespace)?.indexes ?? []) {
      if (index.name === '_id_') continue;
      store.catalog.markIndex(tx, created, store.catalog.addIndex(tx, created, index), 'ready');
    }
    return created;
  });
  try {
    for await (const piece of results) await insertAll(store, temporary, piece, pace);
    await store.transaction((tx) => {
      const target = store.catalog.get(namespace);
      if (target) store.catalog.drop(tx, target);
      store.catalog.rename(tx, filled, namespace);
    });
  } catch (error) {
    await store.transaction((tx) => store.catalog.drop(tx, filled));
    throw error;
  } finally {
    garbage.start();
  }
}

async function insertAll(
  store: Store,
  namespace: string,
  documents: readonly Doc[],
  pace: Pace,
): Promise<void> {
  const errors = await runBulk(store, pace, {
    count: documents.length,
    ordered: true,
    now: (tx, index) => insertNow(store, tx, namespace, encodeDocument(documents[index]!)),
    afterSearch: () => Promise.reject(new Error('an insert needs no search')),
    onDone: () => undefined,
  });
  if (errors[0]) throw errors[0].error;
}

type Merge = Extract<Output, { kind: 'merge' }>;

async function merge(store: Store, output: Merge, results: AsyncIterable<Doc[]>, pace: Pace): Promise<void> {
  demandUniqueKey(store.catalog.get(output.namespace), output.on);
  for await (const piece of results) for (const doc of piece) await mergeOne(store, output, doc, pace);
}

/** Without one it would not be clear which document is meant. */
function demandUniqueKey(collection: Collection | undefined, on: readonly string[]): void {
  if (on.join() === '_id') return;
  const wanted = [...on].sort().join();
  const found = collection?.indexes.some(
    ({ unique, ready, key }) =>
      unique &&
      ready &&
      key
        .map(([path]) => path)
        .sort()
        .join() === wanted,
  );
  if (!found) throw new MongoError(51183, 'Cannot find index to verify that join fields will be unique');
}

async function mergeOne(store: Store, output: Merge, given: Doc, pace: Pace): Promise<void> {
  const doc = withIdFirst(given);
  const { namespace, on, whenMatched, whenNotMatched } = output;
  const target = { namespace, filter: sameAs(doc, on), sort: [], hint: undefined };
  await actOnFirst(store, target, pace, (tx, collection, found) => {
    if (!collection || !found) {
      if (whenNotMatched === 'discard') return;
      if (whenNotMatched === 'fail') {
        throw new MongoError(
          13113,
          '$merge could not find a matching document in the target collection for at least one document in the source collection',
        );
      }
      insertDocument(store, tx, collection ?? store.catalog.create(tx, namespace), encodeDocument(doc));
      return;
    }
    if (whenMatched === 'fail')
      throw new MongoError('DuplicateKey', '$merge found a document that is there already');
    const before = decodeDocument(found.raw);
    const after = keepingId(
      before,
      whenMatched(before, on.includes('_id') || given.has('_id') ? doc : given),
    );
    const { raw, changed } = encodeChanged(after, found.raw);
    if (changed) replaceDocument(store, tx, collection, found.recordId, before, after, raw);
  });
}

function keepingId(before: Doc, after: Doc): Doc {
  const [old, now] = [before.get('_id')!, after.get('_id')];
  if (now === undefined) return new Map([['_id', old] as const, ...after]);
  if (equalValues(old, now)) return after;
  throw new MongoError(
    'ImmutableField',
    "$merge failed to update the matching document: the '_id' field cannot be changed",
  );
}

function sameAs(doc: Doc, on: readonly string[]): Filter {
  const parts = on.map((path): Filter => ({
    kind: 'eq',
    path,
    names: parsePath(path),
    value: keyOf(doc, path),
  }));
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

function keyOf(doc: Doc, path: string): Value {
  const values = collectValues(doc, parsePath(path));
  const [value] = values;
  if (values.length === 1 && value !== undefined && value !== null) return value;
  throw new MongoError(
    51132,
    '$merge write error: the fields of `on` cannot be missing, null, undefined or arrays',
  );
}
