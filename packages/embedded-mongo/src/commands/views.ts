import { runStages, parsePipeline } from '../aggregate/pipeline.ts';
import type { Doc, Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Pace } from '../pace.ts';
import type { Context } from '../query/context.ts';
import type { Query } from '../query/find.ts';
import type { Catalog } from '../storage/catalog.ts';
import type { Store } from '../storage/store.ts';
import { collectionDocuments } from './collection-documents.ts';

/** Views on views end here, as in MongoDB. */
const MAX_DEPTH = 20;

/** The collection that a view shows, and the stages before those of the reader. Of a collection itself: no stages. */
export function resolveView(catalog: Catalog, namespace: string): { namespace: string; pipeline: Value[] } {
  let pipeline: Value[] = [];
  let at = namespace;
  for (let depth = 0; ; depth++) {
    const view = catalog.views.get(at);
    if (!view) return { namespace: at, pipeline };
    if (depth >= MAX_DEPTH) throw new MongoError('BadValue', `View depth exceeded at '${namespace}'`);
    pipeline = [...view.pipeline, ...pipeline];
    at = view.on;
  }
}

/** What a query finds in a view, or undefined if it is about a collection. */
export function documentsOfView(
  store: Store,
  namespace: string,
  { filter, sort, skip, limit }: Omit<Query, 'hint'>,
  context: Context,
  pace: Pace,
): AsyncGenerator<Doc[]> | undefined {
  if (!store.catalog.views.get(namespace)) return undefined;
  const { namespace: on, pipeline } = resolveView(store.catalog, namespace);
  const { stages } = parsePipeline(pipeline, on.slice(0, on.indexOf('.')), context);
  const input = collectionDocuments(store, store.catalog.get(on), stages, undefined, pace);
  const matching = runStages(input, [{ kind: 'match', filter }], pace);
  const sorted = sort.length > 0 ? runStages(matching, [{ kind: 'sort', sort }], pace) : matching;
  const skipped = skip > 0 ? runStages(sorted, [{ kind: 'skip', count: skip }], pace) : sorted;
  return limit > 0 ? runStages(skipped, [{ kind: 'limit', count: limit }], pace) : skipped;
}
