import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import { withIdFirst } from '../update/update.ts';
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

/** @param given its bytes are kept as they are, unless it needs an id */
export function insertNow(store: Store, tx: Transaction, namespace: string, given: Buffer): void {
  const doc = decodeDocument(given);
  const stored = withIdFirst(doc);
  const raw = stored === doc ? given : encodeDocument(stored);
  const collection = store.catalog.get(namespace) ?? store.catalog.create(tx, namespace);
  insertDocument(store, tx, collection, stored, raw);
}
