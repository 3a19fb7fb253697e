import type { Db, Document } from 'mongodb';
import { documentsIn } from './bson-stream.ts';
import { withClient } from './connect.ts';
import { DumpError } from './errors.ts';
import { insertRaw } from './insert-raw.ts';
import { inspectDump } from './inspect.ts';
import { collectionsIn, type DumpedCollection } from './layout.ts';
import { ownIndexes, readMetadata, type Metadata } from './metadata.ts';
import type { CollectionReport, Progress } from './report.ts';

export interface RestoreOptions {
  /** Any MongoDB. */
  url: string;
  /** The folder of a dump, of `dump` or of mongodump. */
  from: string;
  /** Removes collections that are in the dump before they are restored; else they must be empty or absent. */
  drop?: boolean;
  /** New names for databases: `{old: new}`. */
  rename?: Readonly<Record<string, string>>;
  onProgress?: Progress;
}

/** Of one insert command: well below the protocol's 48 MB. */
const BATCH_DOCUMENTS = 1000;
const BATCH_BYTES = 8 * 1024 * 1024;

/**
 * Puts a dump back: collections with their options, the documents byte by byte, then the indexes, and counts what is there.
 * Nothing is changed if the dump is damaged or a target is in its way.
 * @throws DumpError
 */
export async function restore(options: RestoreOptions): Promise<CollectionReport[]> {
  const inDump = await inspectDump(options.from);
  const dumped = await collectionsIn(options.from);
  return withClient(options.url, async (client) => {
    const databaseOf = (name: string): Db => client.db(options.rename?.[name] ?? name);
    if (!options.drop) await requireEmptyTargets(inDump, databaseOf);
    const reports: CollectionReport[] = [];
    // Views last: they may show any collection.
    const all = await Promise.all(dumped.map(async (one) => ({ one, metadata: await readMetadata(one) })));
    const isView = ({ metadata }: { metadata: Metadata }): boolean => metadata.type === 'view';
    for (const { one, metadata } of [...all.filter((each) => !isView(each)), ...all.filter(isView)]) {
      const database = databaseOf(one.database);
      if (options.drop) await database.dropCollection(metadata.collectionName).catch(ignoreMissing);
      reports.push(await restoreCollection(database, one, metadata, options.onProgress));
    }
    return reports;
  });
}

async function requireEmptyTargets(
  inDump: readonly CollectionReport[],
  databaseOf: (name: string) => Db,
): Promise<void> {
  for (const { database, collection } of inDump) {
    const target = databaseOf(database);
    const document = await target.collection(collection).findOne({}, { projection: { _id: 1 } });
    if (document) {
      throw new DumpError(
        `${target.databaseName}.${collection} holds documents already; --drop replaces what is there by the dump`,
      );
    }
  }
}

async function restoreCollection(
  database: Db,
  dumped: DumpedCollection,
  metadata: Metadata,
  onProgress: Progress | undefined,
): Promise<CollectionReport> {
  const name = metadata.collectionName;
  const namespace = `${database.databaseName}.${name}`;
  const indexes = ownIndexes(metadata).map(portable);
  const report = { database: database.databaseName, collection: name, documents: 0, bytes: 0 };
  await run(database, namespace, { create: name, ...metadata.options });
  if (!dumped.dataFile) return { ...report, indexes: 0 };
  for await (const batch of batchesOf(documentsIn(dumped.dataFile, dumped.gzip))) {
    await insertRaw(database, name, batch.documents);
    report.documents += batch.documents.length;
    report.bytes += batch.bytes;
    onProgress?.(namespace, report.documents);
  }
  if (indexes.length > 0) await run(database, namespace, { createIndexes: name, indexes });
  const stored = await database.collection(name).countDocuments({});
  if (stored < report.documents) {
    throw new DumpError(`${namespace} holds ${stored} documents after ${report.documents} were restored`);
  }
  return { ...report, indexes: indexes.length };
}

/** What belongs to the old server and not to the index. */
function portable({ ns: _ns, v: _v, ...index }: Document): Document {
  return index;
}

async function run(database: Db, namespace: string, command: Document): Promise<void> {
  await database.command(command).catch((error: Error & { codeName?: string }) => {
    if (error.codeName === 'NamespaceExists') return;
    throw new DumpError(`${namespace} cannot be made as it was: ${error.message}`);
  });
}

async function* batchesOf(
  documents: AsyncIterable<Buffer>,
): AsyncGenerator<{ documents: Buffer[]; bytes: number }> {
  let batch: Buffer[] = [];
  let bytes = 0;
  for await (const raw of documents) {
    if (batch.length >= BATCH_DOCUMENTS || (batch.length > 0 && bytes + raw.length > BATCH_BYTES)) {
      yield { documents: batch, bytes };
      batch = [];
      bytes = 0;
    }
    batch.push(raw);
    bytes += raw.length;
  }
  if (batch.length > 0) yield { documents: batch, bytes };
}

function ignoreMissing(error: Error & { codeName?: string }): void {
  if (error.codeName !== 'NamespaceNotFound') throw error;
}
