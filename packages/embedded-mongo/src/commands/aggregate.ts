import { Int32 } from 'bson';
import { parsePipeline, runStages } from '../aggregate/pipeline.ts';
import type { Source } from '../aggregate/source.ts';
import { encodeDocument } from '../bson/encode.ts';
import type { Doc, Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { FIRST_BATCH } from '../query/cursors.ts';
import type { Collection, Index } from '../storage/collection.ts';
import { Arguments } from './arguments.ts';
import type { Command, Invocation } from './command.ts';
import { writeOutput } from './aggregate-output.ts';
import { collectionDocuments } from './collection-documents.ts';
import { listReply, openCursor } from './cursor.ts';
import { namespaceOf } from './namespace.ts';
import { storageStatistics } from './statistics.ts';
import { resolveView } from './views.ts';

export const aggregate: Command = {
  name: 'aggregate',
  readsViews: true,
  fields: [
    ...['pipeline', 'cursor', 'hint', 'allowDiskUse', 'bypassDocumentValidation', 'explain'],
    ...['let', 'collation'],
  ],
  async run(invocation) {
    const { server, args, pace, database, context } = invocation;
    // `aggregate: 1` is about the database, which only a source can be read from.
    const isDatabase = args.value('aggregate') !== null && typeof args.value('aggregate') !== 'string';
    const namespace = isDatabase ? `${database}.$cmd.aggregate` : namespaceOf(invocation);
    args.refuse('explain');
    if (!args.has('cursor')) throw new MongoError('FailedToParse', "The 'cursor' option is required");
    const cursor = new Arguments('aggregate.cursor', args.document('cursor')).allow(['batchSize']);
    server.statistics.operations.query++;
    const shown = resolveView(server.store.catalog, namespace);
    const pipeline = [...shown.pipeline, ...args.array('pipeline')];
    const { source, stages, output } = parsePipeline(pipeline, database, context);
    if (isDatabase !== (source?.kind === 'sessions' || source?.kind === 'documents')) {
      throw new MongoError('InvalidNamespace', `this pipeline cannot be run against '${namespace}'`);
    }
    const collection = server.store.catalog.get(shown.namespace);
    const results = source
      ? runStages(ofSource(source, collection, namespace, invocation), stages, pace)
      : collectionDocuments(server.store, collection, stages, args.hint(), pace);
    if (output) {
      await writeOutput(server.store, server.garbage, output, results, pace).finally(() =>
        server.store.flushed(),
      );
      return listReply(namespace, []);
    }
    return openCursor(invocation, namespace, encoded(results), cursor.count('batchSize', FIRST_BATCH));
  },
};

async function* ofSource(
  source: Source,
  collection: Collection | undefined,
  namespace: string,
  { args, server, pace }: Invocation,
): AsyncGenerator<Doc[]> {
  switch (source.kind) {
    case 'documents':
      yield source.documents;
      return;
    case 'sessions':
      // Sessions hold nothing here: the one that asks is known by its asking.
      yield [
        new Map<string, Value>([
          ['_id', args.document('lsid', new Map())],
          ['lastUse', new Date()],
        ]),
      ];
      return;
    case 'collStats':
      if (!collection) throw new MongoError('NamespaceNotFound', `Collection [${namespace}] not found.`);
      yield [
        collectionStatistics(
          collection,
          source.storage ? await storageStatistics(server.store, collection, pace) : undefined,
        ),
      ];
      return;
    case 'indexStats':
      yield collection ? collection.indexes.filter(({ ready }) => ready).map(indexStatistics) : [];
  }
}
function collectionStatistics({ namespace, count }: Collection, storage: Doc | undefined): Doc {
  return new Map<string, Value>([
    ['ns', namespace],
    ['localTime', new Date()],
    ['count', new Int32(count)],
    ...(storage ? [['storageStats', storage] as const] : []),
  ]);
}

function indexStatistics({ name, key, uses }: Index): Doc {
  const pattern: Doc = new Map(key.map(([path, direction]) => [path, new Int32(direction)]));
  const accesses: Doc = new Map<string, Value>([
    ['ops', BigInt(uses.count)],
    ['since', uses.since],
  ]);
  return new Map<string, Value>([
    ['name', name],
    ['key', pattern],
    ['accesses', accesses],
  ]);
}

async function* encoded(results: AsyncIterable<Doc[]>): AsyncGenerator<Buffer[]> {
  for await (const piece of results) yield piece.map((doc) => encodeDocument(doc));
}
