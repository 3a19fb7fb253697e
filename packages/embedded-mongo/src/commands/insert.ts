import { checkDocument } from '../bson/check.ts';
import { decodeDocument } from '../bson/decode.ts';
import { withIdInFront } from '../bson/id-in-front.ts';
import { TYPES } from '../bson/value.ts';
import { checkId } from '../update/update.ts';
import type { Store } from '../storage/store.ts';
import type { Transaction } from '../storage/transaction.ts';
import { insertDocument } from '../storage/write.ts';
import { rawDocumentsOf } from './arguments.ts';
import { checkBatchSize, errorsReply, runBulk } from './bulk.ts';
import type { Command } from './command.ts';
import { namespaceOf } from './namespace.ts';

export const insert: Command = {
  name: 'insert',
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  writes: true,
  async run(invocation) {
    const { server, args, pace } = invocation;
    const { store } = server;
    const namespace = namespaceOf(invocation);
    const documents = rawDocumentsOf(invocation, 'documents');
    checkBatchSize(documents.length);
    let inserted = 0;
    const errors = await runBulk(store, pace, {
      count: documents.length,
      ordered: args.boolean('ordered', true),
      now: (tx, index) => insertNow(store, tx, namespace, documents[index]!),
      afterSearch: () => Promise.reject(new Error('an insert needs no search')),
      onDone: () => inserted++,
    });
    server.statistics.operations.insert += documents.length;
    return { n: inserted, ...errorsReply(errors) };
  },
};

/** @param given its bytes are kept as they are; only the id is moved to the front */
export function insertNow(store: Store, tx: Transaction, namespace: string, given: Buffer): void {
  checkDocument(given);
  const raw = withIdInFront(given);
  if (raw[FIRST_TYPE] !== TYPES.objectId.number) checkId(decodeDocument(raw, ONLY_ID).get('_id')!);
  const collection = store.catalog.get(namespace) ?? store.catalog.create(tx, namespace);
  insertDocument(store, tx, collection, raw);
}

/** Where the type of a document's first field stands. */
const FIRST_TYPE = 4;
const ONLY_ID: ReadonlySet<string> = new Set(['_id']);
