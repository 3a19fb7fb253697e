import type { mongo } from 'mongoose';
import { COLLECTIONS, type CollectionName } from '../collections/models.ts';
import { DURABLE, type Database } from '../database.ts';
import { bestOf, modernised } from './original.ts';

/** Where documents that the migration changes or removes are kept as they were. */
export const copyOf = (collection: CollectionName): string => `${collection}_before_migration`;
const CHUNK = 1000;

export interface CleanUp {
  /** Documents that get TED's names and keys. */
  renamed: number;
  /** Documents that share their natural key with a better one, or have none. */
  removed: number;
}

type Document = Record<string, unknown> & { _id: mongo.BSON.ObjectId };

/**
 * Gives a collection that the original wrote TED's names, and one document per natural key. Every document that is changed
 * or removed is copied first, so a repeat after an interruption loses nothing.
 * @param dryRun only counts
 */
export async function cleanUpCollection(
  database: Database,
  name: CollectionName,
  dryRun: boolean,
): Promise<CleanUp> {
  const collection = database.connection.collection<Document>(name) as unknown as mongo.Collection<Document>;
  const result: CleanUp = { renamed: 0, removed: 0 };
  let batch: Document[] = [];
  const flush = async () => {
    result.renamed += await rename(database, collection, name, batch, dryRun);
    batch = [];
  };
  for await (const document of collection.find({})) {
    if (modernised(name, document)) batch.push(document);
    if (batch.length >= CHUNK) await flush();
  }
  await flush();
  result.removed = await removeDuplicates(database, collection, name, dryRun);
  return result;
}

async function rename(
  database: Database,
  collection: mongo.Collection<Document>,
  name: CollectionName,
  documents: Document[],
  dryRun: boolean,
): Promise<number> {
  if (documents.length === 0 || dryRun) return documents.length;
  await keepCopies(database, name, documents);
  await collection.bulkWrite(
    documents.map((document) => {
      const { set, unset } = modernised(name, document)!;
      const update = {
        ...(Object.keys(set).length > 0 && { $set: set }),
        ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((field) => [field, ''])) }),
      };
      return { updateOne: { filter: { _id: document._id }, update } };
    }) as mongo.AnyBulkWriteOperation<Document>[],
    { ordered: false, ...DURABLE },
  );
  return documents.length;
}

async function removeDuplicates(
  database: Database,
  collection: mongo.Collection<Document>,
  name: CollectionName,
  dryRun: boolean,
): Promise<number> {
  const fields = Object.keys(COLLECTIONS[name].key);
  const groups = new Map<string, Document['_id'][]>();
  const condemned: Document['_id'][] = [];
  for await (const stored of collection.find({})) {
    // A dry run sees the documents as they would be after the renaming.
    const document = { ...stored, ...modernised(name, stored)?.set };
    const values = fields.map((field) => document[field]);
    if (values.some((value) => value === undefined || value === null)) condemned.push(stored._id);
    else {
      const key = JSON.stringify(values);
      groups.set(key, [...(groups.get(key) ?? []), stored._id]);
    }
  }
  for (const ids of groups.values()) {
    if (ids.length === 1) continue;
    const documents = await collection.find({ _id: { $in: ids } }).toArray();
    const best = bestOf(documents);
    condemned.push(...documents.filter((d) => d !== best).map((d) => d._id));
  }
  if (!dryRun) {
    for (let start = 0; start < condemned.length; start += CHUNK) {
      const ids = condemned.slice(start, start + CHUNK);
      await keepCopies(database, name, await collection.find({ _id: { $in: ids } }).toArray());
      await collection.deleteMany({ _id: { $in: ids } }, DURABLE);
    }
  }
  return condemned.length;
}

/** The first copy of a document is the original one: a later copy never replaces it. */
async function keepCopies(database: Database, name: CollectionName, documents: Document[]): Promise<void> {
  if (documents.length === 0) return;
  await database.connection.collection(copyOf(name)).bulkWrite(
    documents.map(({ _id, ...rest }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
    })),
    { ordered: false, ...DURABLE },
  );
}
