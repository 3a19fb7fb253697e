import type { Mapping } from '../aggregate/project-stage.ts';
import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import type { Doc } from '../bson/value.ts';
import { FIRST_BATCH } from '../query/cursors.ts';
import type { Context } from '../query/context.ts';
import { findDocuments, type Query } from '../query/find.ts';
import { parseFindProjection } from '../query/find-projection.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { parseSort } from '../query/sort.ts';
import type { Collection } from '../storage/collection.ts';
import { indexOfHint } from '../storage/plan.ts';
import type { StoredDocument } from '../storage/scan.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { openCursor } from './cursor.ts';
import { namespaceOf } from './namespace.ts';
import { documentsOfView } from './views.ts';

export const FIND_FIELDS = [
  ...['filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch'],
  ...['noCursorTimeout', 'allowDiskUse', 'allowPartialResults', 'min', 'max', 'returnKey', 'showRecordId'],
  ...['tailable', 'awaitData', 'oplogReplay', 'let', 'collation'],
];

export const find: Command = {
  name: 'find',
  readsViews: true,
  fields: FIND_FIELDS,
  async run(invocation) {
    const { server, args, pace, context } = invocation;
    const namespace = namespaceOf(invocation);
    args.refuse('min', 'max', 'returnKey', 'showRecordId', 'tailable', 'awaitData');
    server.statistics.operations.query++;
    const collection = server.store.catalog.get(namespace);
    const query = readQuery(args, collection, context);
    const projection = parseFindProjection(args.document('projection', new Map()), query.filter, context);
    const ofView = documentsOfView(server.store, namespace, query, context, pace);
    const found = collection ? findDocuments(server.store, collection, query, pace) : nothing();
    const results = ofView ? encoded(ofView, projection) : projected(found, projection);
    const batchSize = args.count('batchSize', FIRST_BATCH);
    const singleBatch = args.boolean('singleBatch', false);
    return openCursor(invocation, namespace, results, batchSize, singleBatch);
  },
};

/** The query of find and of explain. */
export function readQuery(args: Arguments, collection: Collection | undefined, context: Context): Query {
  const hint = args.hint();
  return {
    filter: parseFilter(args.document('filter', new Map()), context),
    sort: parseSort(args.document('sort', new Map()), context.collation),
    skip: args.count('skip', 0),
    limit: args.count('limit', 0),
    hint: collection && hint !== undefined ? indexOfHint(collection, hint) : undefined,
  };
}

/* eslint-disable-next-line @typescript-eslint/require-await -- as a generator that has nothing to wait for */
async function* nothing(): AsyncGenerator<StoredDocument[]> {
  yield [];
}

async function* encoded(
  documents: AsyncGenerator<Doc[]>,
  projection: Mapping | undefined,
): AsyncGenerator<Buffer[]> {
  for await (const piece of documents) {
    yield piece.map((doc) => encodeDocument(projection ? projection(doc) : doc));
  }
}

async function* projected(
  found: AsyncGenerator<StoredDocument[]>,
  projection: Mapping | undefined,
): AsyncGenerator<Buffer[]> {
  for await (const piece of found) {
    yield piece.map(({ raw }) => (projection ? encodeDocument(projection(decodeDocument(raw))) : raw));
  }
}
