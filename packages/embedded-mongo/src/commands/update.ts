import { decodeDocument } from '../bson/decode.ts';
import type { Doc, Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import {
  actNow,
  actOnFirst,
  matchingRecords,
  NEEDS_SEARCH,
  stillMatching,
  type Act,
  type Target,
} from '../query/first-match.ts';
import type { Context } from '../query/context.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { parseSort } from '../query/sort.ts';
import type { Pace } from '../pace.ts';
import type { Collection } from '../storage/collection.ts';
import type { StoredDocument } from '../storage/scan.ts';
import type { Store } from '../storage/store.ts';
import type { Transaction } from '../storage/transaction.ts';
import { insertDocument, replaceDocument } from '../storage/write.ts';
import { encodeDocument } from '../bson/encode.ts';
import { applyUpdate, encodeChanged, parseUpdate, upsertedDocument, type Update } from '../update/update.ts';
import { Arguments, documentsOf } from './arguments.ts';
import { checkBatchSize, errorsReply, runBulk } from './bulk.ts';
import type { Command } from './command.ts';
import { namespaceOf } from './namespace.ts';

export interface UpdateStatement extends Target {
  update: Update;
  upsert: boolean;
  multi: boolean;
}

export interface UpdateOutcome {
  matched: number;
  modified: number;
  before: Buffer | undefined;
  after: Buffer | undefined;
  /** The id of the document that an upsert has inserted. */
  upsertedId?: Value;
}

export const update: Command = {
  name: 'update',
  fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'],
  writes: true,
  async run(invocation) {
    const { server, args, pace, context } = invocation;
    const { store } = server;
    const namespace = namespaceOf(invocation);
    const given = documentsOf(invocation, 'updates');
    checkBatchSize(given.length);
    // Parsed one by one, so that a malformed one fails alone; kept for the case that it needs a search.
    const statements = new Map<number, UpdateStatement>();
    const statement = (index: number): UpdateStatement => {
      const parsed = statements.get(index) ?? parseUpdateStatement(namespace, given[index]!, context);
      statements.set(index, parsed);
      return parsed;
    };
    const total = { n: 0, nModified: 0 };
    const upserted: { index: number; _id: Value }[] = [];
    const errors = await runBulk<UpdateOutcome>(store, pace, {
      count: given.length,
      ordered: args.boolean('ordered', true),
      now: (tx, index) => updateNow(store, tx, statement(index)),
      afterSearch: (index) => runUpdate(store, statement(index), pace),
      onDone: (index, outcome) => {
        total.n += outcome.matched + (outcome.upsertedId === undefined ? 0 : 1);
        total.nModified += outcome.modified;
        if (outcome.upsertedId !== undefined) upserted.push({ index, _id: outcome.upsertedId });
      },
    });
    server.statistics.operations.update += given.length;
    return { ...total, ...(upserted.length > 0 && { upserted }), ...errorsReply(errors) };
  },
};

const STATEMENT_FIELDS: ReadonlySet<string> = new Set([
  ...['q', 'u', 'c', 'multi', 'upsert', 'hint', 'sort', 'collation', 'arrayFilters', 'constants'],
  ...['sampleId', 'upsertSupplied', 'collectionUUID', 'allowShardKeyUpdatesWithoutFullShardKeyInQuery'],
]);

/** @throws MongoError */
export function parseUpdateStatement(namespace: string, given: Doc, { variables }: Context): UpdateStatement {
  const args = new Arguments('update.updates', given).allow(STATEMENT_FIELDS);
  args.refuse('c', 'constants', 'upsertSupplied');
  const context = { variables, collation: args.collation() };
  const statement: UpdateStatement = {
    namespace,
    filter: parseFilter(args.document('q'), context),
    sort: parseSort(args.document('sort', new Map()), context.collation),
    hint: args.hint(),
    update: parseUpdate(args.value('u'), args.array('arrayFilters', []), context),
    upsert: args.boolean('upsert', false),
    multi: args.boolean('multi', false),
  };
  if (statement.multi && statement.update.kind === 'replacement') {
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  return statement;
}

/** Runs one update in a transaction that others share, or says that it needs a search. */
export function updateNow(
  store: Store,
  tx: Transaction,
  statement: UpdateStatement,
): UpdateOutcome | typeof NEEDS_SEARCH {
  return statement.multi ? NEEDS_SEARCH : actNow(store, tx, statement, updateFound(store, statement));
}

/** Runs one update, in transactions of its own. */
export function runUpdate(store: Store, statement: UpdateStatement, pace: Pace): Promise<UpdateOutcome> {
  if (statement.multi) return updateMany(store, statement, pace);
  return actOnFirst(store, statement, pace, updateFound(store, statement));
}

/** Changes the document that was found, or inserts one. */
function updateFound(store: Store, statement: UpdateStatement): Act<UpdateOutcome> {
  return (tx, collection, found) => {
    if (collection && found) return updateDocument(store, tx, collection, statement, found);
    if (!statement.upsert) return { matched: 0, modified: 0, before: undefined, after: undefined };
    return upsertDocument(store, tx, collection, statement);
  };
}

function upsertDocument(
  store: Store,
  tx: Transaction,
  existing: Collection | undefined,
  { namespace, update, filter }: UpdateStatement,
): UpdateOutcome {
  const doc = upsertedDocument(update, filter);
  const raw = encodeDocument(doc);
  const collection = existing ?? store.catalog.create(tx, namespace);
  insertDocument(store, tx, collection, raw);
  return { matched: 0, modified: 0, before: undefined, after: raw, upsertedId: doc.get('_id')! };
}

function updateDocument(
  store: Store,
  tx: Transaction,
  collection: Collection,
  { update, filter }: UpdateStatement,
  { recordId, raw }: StoredDocument,
): UpdateOutcome {
  const before = decodeDocument(raw);
  const after = applyUpdate(update, before, filter);
  const encoded = encodeChanged(after, raw);
  if (encoded.changed) replaceDocument(store, tx, collection, recordId, before, after, encoded.raw);
  return { matched: 1, modified: encoded.changed ? 1 : 0, before: raw, after: encoded.raw };
}

/** Collects the matches first: an update may move a document in the index that is being read. */
async function updateMany(store: Store, statement: UpdateStatement, pace: Pace): Promise<UpdateOutcome> {
  const total: UpdateOutcome = { matched: 0, modified: 0, before: undefined, after: undefined };
  const collection = store.catalog.get(statement.namespace);
  const ids = collection ? await matchingRecords(store, collection, statement, pace) : [];
  if (!collection || ids.length === 0) {
    return statement.upsert ? runUpdate(store, { ...statement, multi: false }, pace) : total;
  }
  const errors = await runBulk<UpdateOutcome | undefined>(store, pace, {
    count: ids.length,
    ordered: true,
    now: (tx, index) => {
      if (collection.dropped) return undefined;
      const found = stillMatching(store, collection, ids[index]!, statement.filter);
      return found && updateDocument(store, tx, collection, statement, found);
    },
    afterSearch: () => Promise.reject(new Error('the documents were searched before')),
    onDone: (_, outcome) => {
      total.matched += outcome?.matched ?? 0;
      total.modified += outcome?.modified ?? 0;
    },
  });
  return errors[0] ? Promise.reject(errors[0].error) : total;
}
