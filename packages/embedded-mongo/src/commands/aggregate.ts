import { Int32 } from 'bson';
import {
  decoded,
  parsePipeline,
  pushDown,
  runStages,
  type Source,
  type Stage,
} from '../aggregate/pipeline.ts';
import { encodeDocument } from '../bson/encode.ts';
import type { Doc, Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { FIRST_BATCH } from '../query/cursors.ts';
import { countDocuments, findDocuments, type Query } from '../query/find.ts';
import type { Collection } from '../storage/catalog.ts';
import { indexOfHint } from '../storage/plan.ts';
import type { Store } from '../storage/store.ts';
import { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { openCursor } from './cursor.ts';
import { namespaceOf } from './namespace.ts';

export const aggregate: Command = {
  name: 'aggregate',
  fields: ['pipeline', 'cursor', 'hint', 'allowDiskUse', 'bypassDocumentValidation', 'explain'],
  async run(invocation) {
    const { server, args, pace } = invocation;
    const namespace = namespaceOf(invocation);
    args.refuse('explain');
    if (!args.has('cursor')) throw new MongoError('FailedToParse', "The 'cursor' option is required");
    const cursor = new Arguments('aggregate.cursor', args.document('cursor')).allow(['batchSize']);
    server.statistics.operations.query++;
    const { source, stages } = parsePipeline(args.array('pipeline'));
    const collection = server.store.catalog.get(namespace);
    const results = source
      ? runStages(ofSource(source, collection, namespace), stages, pace)
      : ofCollection(server.store, collection, stages, args, pace);
    return openCursor(invocation, namespace, encoded(results), cursor.count('batchSize', FIRST_BATCH));
  },
};

function ofCollection(
  store: Store,
  collection: Collection | undefined,
  stages: readonly Stage[],
  args: Arguments,
  pace: Pace,
): AsyncGenerator<Doc[]> {
  if (!collection) return runStages(nothing(), stages, pace);
  const { query, rest } = pushDown(stages);
  const hint = args.hint();
  const full: Query = { ...query, hint: hint === undefined ? undefined : indexOfHint(collection, hint) };
  const [first, ...others] = rest;
  if ((first?.kind === 'group' && first.group.countOnly) || first?.kind === 'count') {
    return runStages(counted(store, collection, full, first, pace), others, pace);
  }
  return runStages(decoded(findDocuments(store, collection, full, pace), first), rest, pace);
}

/** What drivers ask for with countDocuments: one number, which an index can give. */
async function* counted(
  store: Store,
  collection: Collection,
  query: Query,
  stage: Extract<Stage, { kind: 'group' | 'count' }>,
  pace: Pace,
): AsyncGenerator<Doc[]> {
  const count = new Int32(await countDocuments(store, collection, query, pace));
  if (count.value === 0) return;
  if (stage.kind === 'count') yield [new Map([[stage.field, count]])];
  else {
    const id = stage.group.id(new Map()) ?? null;
    yield [
      new Map<string, Value>([['_id', id], ...stage.group.fields.map(({ name }) => [name, count] as const)]),
    ];
  }
}

/* eslint-disable @typescript-eslint/require-await -- generators that have nothing to wait for, among others that have */
async function* nothing(): AsyncGenerator<Doc[]> {
  yield [];
}

async function* ofSource(
  source: Source,
  collection: Collection | undefined,
  namespace: string,
): AsyncGenerator<Doc[]> {
  if (!collection) {
    if (source === 'collStats')
      throw new MongoError('NamespaceNotFound', `Collection [${namespace}] not found.`);
    return;
  }
  if (source === 'collStats') {
    yield [
      new Map<string, Value>([
        ['ns', namespace],
        ['localTime', new Date()],
        ['count', new Int32(collection.count)],
      ]),
    ];
    return;
  }
  yield collection.indexes
    .filter(({ ready }) => ready)
    .map(({ name, key, uses }) => {
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
    });
}
/* eslint-enable @typescript-eslint/require-await */

async function* encoded(results: AsyncIterable<Doc[]>): AsyncGenerator<Buffer[]> {
  for await (const piece of results) yield piece.map((doc) => encodeDocument(doc));
}
