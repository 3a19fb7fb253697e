import type { Db } from 'mongodb';
// The driver's own way to send documents that are BSON already. Any other way decodes and encodes them, by which JavaScript's
// objects move fields with names like "10" to the front. It is internal: the version is pinned, and a test holds it.
import { DocumentSequence } from 'mongodb/lib/cmap/commands.js';
import { DumpError } from './errors.ts';

interface InsertReply {
  n: number;
  writeErrors?: { index: number; errmsg: string }[];
}

/** Inserts documents exactly as they are. @throws DumpError if the server does not take one */
export async function insertRaw(
  database: Db,
  collection: string,
  documents: readonly Buffer[],
): Promise<void> {
  const sequence = new DocumentSequence('documents');
  for (const raw of documents) sequence.push({}, raw);
  const reply = (await database.command({
    insert: collection,
    documents: sequence,
    ordered: true,
    writeConcern: { w: 'majority' },
  })) as unknown as InsertReply;
  const error = reply.writeErrors?.[0];
  if (error)
    throw new DumpError(`${database.databaseName}.${collection} does not take a document: ${error.errmsg}`);
  if (reply.n !== documents.length) {
    throw new DumpError(
      `${database.databaseName}.${collection} took ${reply.n} of ${documents.length} documents`,
    );
  }
}
