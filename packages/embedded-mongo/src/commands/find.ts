import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import { FIRST_BATCH } from '../query/cursors.ts';
import { findDocuments, type Query } from '../query/find.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { parseProjection, project, type Projection } from '../query/project.ts';
import { parseSort } from '../query/sort.ts';
import type { Collection } from '../storage/catalog.ts';
import { indexOfHint } from '../storage/plan.ts';
import type { StoredDocument } from '../storage/scan.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { openCursor } from './cursor.ts';
import { namespaceOf } from './namespace.ts';

export const FIND_FIELDS = [
  ...['filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch'],
  ...['noCursorTimeout', 'allowDiskUse', 'allowPartialResults', 'min', 'max', 'returnKey', 'showRecordId'],
  ...['tailable', 'awaitData', 'oplogReplay'],
];

export const find: Command = {
  name: 'find',
  fields: FIND_FIELDS,
  async run(invocation) {
    const { server, args, pace } = invocation;
    const namespace = namespaceOf(invocation);
    args.refuse('min', 'max', 'returnKey', 'showRecordId', 'tailable', 'awaitData');
    server.statistics.operations.query++;
    const projection = parseProjection(args.document('projection', new Map()));
    const collection = server.store.catalog.get(namespace);
    const query = readQuery(args, collection);
    const found = collection ? findDocuments(server.store, collection, query, pace) : nothing();
    const batchSize = args.count('batchSize', FIRST_BATCH);
    const singleBatch = args.boolean('singleBatch', false);
    return openCursor(invocation, namespace, projected(found, projection), batchSize, singleBatch);
  },
};

/** The query of find and of explain. */
export function readQuery(args: Arguments, collection: Collection | undefined): Query {
  const hint = args.hint();
  return {
    filter: parseFilter(args.document('filter', new Map())),
    sort: parseSort(args.document('sort', new Map())),
    skip: args.count('skip', 0),
    limit: args.count('limit', 0),
    hint: collection && hint !== undefined ? indexOfHint(collection, hint) : undefined,
  };
}

/* eslint-disable-next-line @typescript-eslint/require-await -- as a generator that has nothing to wait for */
async function* nothing(): AsyncGenerator<StoredDocument[]> {
  yield [];
}

async function* projected(
  found: AsyncGenerator<StoredDocument[]>,
  projection: Projection | undefined,
): AsyncGenerator<Buffer[]> {
  for await (const piece of found) {
    yield piece.map(({ raw }) =>
      projection ? encodeDocument(project(projection, decodeDocument(raw))) : raw,
    );
  }
}
