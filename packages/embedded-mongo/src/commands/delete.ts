import type { Doc } from '../bson/value.ts';
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
import type { Pace } from '../pace.ts';
import type { Store } from '../storage/store.ts';
import type { Transaction } from '../storage/transaction.ts';
import { deleteDocument } from '../storage/write.ts';
import { Arguments, documentsOf } from './arguments.ts';
import { checkBatchSize, errorsReply, runBulk } from './bulk.ts';
import type { Command } from './command.ts';
import { namespaceOf } from './namespace.ts';

export interface DeleteStatement extends Target {
  /** Whether all matches go, or the first. */
  multi: boolean;
}

export const deleteCommand: Command = {
  name: 'delete',
  fields: ['deletes', 'ordered', 'let'],
  writes: true,
  async run(invocation) {
    const { server, args, pace, context } = invocation;
    const { store } = server;
    const namespace = namespaceOf(invocation);
    const given = documentsOf(invocation, 'deletes');
    checkBatchSize(given.length);
    let deleted = 0;
    const errors = await runBulk<number>(store, pace, {
      count: given.length,
      ordered: args.boolean('ordered', true),
      now: (tx, index) => deleteNow(store, tx, parseDelete(namespace, given[index]!, context)),
      afterSearch: (index) => runDelete(store, parseDelete(namespace, given[index]!, context), pace),
      onDone: (_, count) => (deleted += count),
    });
    server.statistics.operations.delete += given.length;
    return { n: deleted, ...errorsReply(errors) };
  },
};

export function parseDelete(namespace: string, given: Doc, { variables }: Context): DeleteStatement {
  const args = new Arguments('delete.deletes', given).allow(['q', 'limit', 'hint', 'collation', 'sampleId']);
  const context = { variables, collation: args.collation() };
  const limit = args.count('limit', -1);
  if (limit !== 0 && limit !== 1) {
    throw new MongoError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`);
  }
  return {
    namespace,
    filter: parseFilter(args.document('q'), context),
    sort: [],
    hint: args.hint(),
    multi: limit === 0,
  };
}

/** How many were deleted, in a transaction that others share; or that it needs a search. */
export function deleteNow(
  store: Store,
  tx: Transaction,
  statement: DeleteStatement,
): number | typeof NEEDS_SEARCH {
  return statement.multi ? NEEDS_SEARCH : actNow(store, tx, statement, deleteFound(store));
}

/** The same in transactions of its own. */
export function runDelete(store: Store, statement: DeleteStatement, pace: Pace): Promise<number> {
  return statement.multi
    ? deleteMany(store, statement, pace)
    : actOnFirst(store, statement, pace, deleteFound(store));
}

const deleteFound =
  (store: Store): Act<number> =>
  (tx, collection, found) => {
    if (!collection || !found) return 0;
    deleteDocument(store, tx, collection, found);
    return 1;
  };

async function deleteMany(store: Store, statement: DeleteStatement, pace: Pace): Promise<number> {
  const collection = store.catalog.get(statement.namespace);
  if (!collection) return 0;
  const ids = await matchingRecords(store, collection, statement, pace);
  let deleted = 0;
  const errors = await runBulk<number>(store, pace, {
    count: ids.length,
    ordered: true,
    now: (tx, index) => {
      const found = collection.dropped
        ? undefined
        : stillMatching(store, collection, ids[index]!, statement.filter);
      return deleteFound(store)(tx, collection, found);
    },
    afterSearch: () => Promise.reject(new Error('the documents were searched before')),
    onDone: (_, count) => (deleted += count),
  });
  return errors[0] ? Promise.reject(errors[0].error) : deleted;
}
