import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import { isNumber, toInteger } from '../bson/numbers.ts';
import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { Cursor } from '../query/cursors.ts';
import { checkNamespace } from '../storage/namespace.ts';
import { Arguments, documentsOf } from './arguments.ts';
import { checkBatchSize, runBulk } from './bulk.ts';
import type { Command, Invocation } from './command.ts';
import { deleteNow, parseDelete, runDelete } from './delete.ts';
import { insertNow } from './insert.ts';
import { parseUpdateStatement, runUpdate, updateNow, type UpdateOutcome } from './update.ts';

type Kind = 'insert' | 'update' | 'delete';
const KINDS: readonly string[] = ['insert', 'update', 'delete'] satisfies Kind[];

/** What became of one operation. */
interface Outcome {
  kind: Kind;
  n: number;
  nModified?: number;
  upsertedId?: Value | undefined;
}

const RESULTS_NAMESPACE = 'admin.$cmd.bulkWrite';
const MAX_FIRST_BATCH = 100_000;

/** Writes to several collections in one command (MongoDB 8.0). */
export const bulkWrite: Command = {
  name: 'bulkWrite',
  fields: ['ops', 'nsInfo', 'ordered', 'errorsOnly', 'bypassDocumentValidation', 'let', 'cursor'],
  adminOnly: true,
  writes: true,
  async run(invocation) {
    const { server, args, pace, context } = invocation;
    const { store } = server;
    const namespaces = documentsOf(invocation, 'nsInfo').map(readNamespace);
    const operations = documentsOf(invocation, 'ops');
    checkBatchSize(operations.length);
    const read = (index: number) => readOperation(operations[index]!, namespaces);
    const outcomes: (Outcome | undefined)[] = [];
    const errors = await runBulk<Outcome>(store, pace, {
      count: operations.length,
      ordered: args.boolean('ordered', true),
      now: (tx, index) => {
        const { kind, namespace, fields } = read(index);
        if (kind === 'insert') {
          insertNow(store, tx, namespace, encodeDocument(documentOf(fields)));
          return { kind, n: 1 };
        }
        if (kind === 'update') {
          const outcome = updateNow(store, tx, parseUpdateStatement(namespace, asUpdate(fields), context));
          return typeof outcome === 'symbol' ? outcome : updated(outcome);
        }
        const deleted = deleteNow(store, tx, parseDelete(namespace, asDelete(fields), context));
        return typeof deleted === 'symbol' ? deleted : { kind, n: deleted };
      },
      afterSearch: async (index) => {
        const { kind, namespace, fields } = read(index);
        if (kind === 'update') {
          return updated(
            await runUpdate(store, parseUpdateStatement(namespace, asUpdate(fields), context), pace),
          );
        }
        return { kind, n: await runDelete(store, parseDelete(namespace, asDelete(fields), context), pace) };
      },
      onDone: (index, outcome) => (outcomes[index] = outcome),
    });
    const results = new Map<number, Record<string, unknown>>();
    outcomes.forEach((outcome, index) => {
      if (outcome && !args.boolean('errorsOnly', false)) results.set(index, resultOf(index, outcome));
    });
    for (const { index, error } of errors) {
      const failed = { ok: 0, idx: index, code: error.code, errmsg: error.message, ...error.details, n: 0 };
      results.set(index, failed);
    }
    const inOrder = [...results].sort(([a], [b]) => a - b).map(([, result]) => encodeDocument(result));
    count(invocation, operations);
    return { cursor: await openResults(invocation, inOrder), nErrors: errors.length, ...totals(outcomes) };
  },
};

function readNamespace(info: Doc): string {
  const namespace = new Arguments('bulkWrite.nsInfo', info).allow(['ns', 'collectionUUID']).string('ns');
  checkNamespace(namespace);
  return namespace;
}

function readOperation(
  operation: Doc,
  namespaces: readonly string[],
): { kind: Kind; namespace: string; fields: Doc } {
  const [kind, place] = operation.entries().next().value ?? ['', null];
  if (!KINDS.includes(kind)) throw new MongoError('BadValue', `bulkWrite knows no operation '${kind}'`);
  const namespace = isNumber(place) ? namespaces[toInteger(place, kind)] : undefined;
  if (namespace === undefined)
    throw new MongoError('BadValue', `BulkWrite ops entry has an invalid nsInfo index`);
  const fields = new Map([...operation].slice(1));
  return { kind: kind as Kind, namespace, fields };
}

function documentOf(fields: Doc): Doc {
  return new Arguments('bulkWrite.ops', fields).allow(['document']).document('document');
}

/** The same as a statement of `update`. */
const asUpdate = (fields: Doc): Doc => renamed(fields, { filter: 'q', updateMods: 'u' });

/** The same as a statement of `delete`. */
function asDelete(fields: Doc): Doc {
  const { multi = false, ...rest } = Object.fromEntries(fields);
  return renamed(new Map([...Object.entries(rest), ['limit', multi === true ? 0n : 1n]]), { filter: 'q' });
}

const renamed = (fields: Doc, names: Record<string, string>): Doc =>
  new Map([...fields].map(([name, value]) => [names[name] ?? name, value]));

const updated = ({ matched, modified, upsertedId }: UpdateOutcome): Outcome => ({
  kind: 'update',
  n: matched + (upsertedId === undefined ? 0 : 1),
  nModified: modified,
  upsertedId,
});

function resultOf(idx: number, { kind, n, nModified, upsertedId }: Outcome): Record<string, unknown> {
  return {
    ok: 1,
    idx,
    n,
    ...(kind === 'update' && { nModified }),
    ...(upsertedId !== undefined && { upserted: { _id: upsertedId } }),
  };
}

function totals(outcomes: readonly (Outcome | undefined)[]): Record<string, number> {
  const sum = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + (outcome ? of(outcome) : 0), 0);
  const upserted = (outcome: Outcome): number => (outcome.upsertedId === undefined ? 0 : 1);
  return {
    nInserted: sum(({ kind, n }) => (kind === 'insert' ? n : 0)),
    nMatched: sum((outcome) => (outcome.kind === 'update' ? outcome.n - upserted(outcome) : 0)),
    nModified: sum(({ nModified }) => nModified ?? 0),
    nUpserted: sum(upserted),
    nDeleted: sum(({ kind, n }) => (kind === 'delete' ? n : 0)),
  };
}

function count({ server }: Invocation, operations: readonly Doc[]): void {
  for (const operation of operations) {
    const kind = operation.keys().next().value as Kind;
    if (KINDS.includes(kind)) server.statistics.operations[kind]++;
  }
}

async function openResults(
  { server, args }: Invocation,
  results: readonly Buffer[],
): Promise<Record<string, unknown>> {
  const options = args.value('cursor');
  const size = isDoc(options)
    ? new Arguments('bulkWrite.cursor', options).count('batchSize', MAX_FIRST_BATCH)
    : MAX_FIRST_BATCH;
  const cursor = new Cursor(RESULTS_NAMESPACE, once([...results]));
  const { documents, ended } = await cursor.batch(size);
  return {
    id: ended ? 0n : server.cursors.add(cursor),
    firstBatch: documents.map((raw) => decodeDocument(raw)),
    ns: RESULTS_NAMESPACE,
  };
}

/* eslint-disable-next-line @typescript-eslint/require-await -- a generator that has nothing to wait for */
async function* once(results: Buffer[]): AsyncGenerator<Buffer[]> {
  yield results;
}
