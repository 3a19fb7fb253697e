import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import type { Binary, Db, Document, MongoClient } from 'mongodb';
import { withClient } from './connect.ts';
import { DumpError } from './errors.ts';
import { checkData } from './inspect.ts';
import { filesOf } from './layout.ts';
import { ownIndexes, writeMetadata, type Metadata } from './metadata.ts';
import type { CollectionReport, Progress } from './report.ts';

export interface DumpOptions {
  /** Any MongoDB. */
  url: string;
  /** The folder to be made; it must not exist or be empty. */
  out: string;
  /** Default: the database that the URL names, else all but MongoDB's own (admin, config, local). */
  databases?: readonly string[];
  gzip?: boolean;
  onProgress?: Progress;
}

/** Documents that the server sends at once. */
const BATCH = 1000;
/** Bytes of small documents that are written together. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Writes a dump in mongodump's directory format, with bounded memory: each document as the server has it, read back from
 * disk and counted. The folder appears when all of it is there, or not at all. What is written meanwhile may or may not be
 * in it, as with mongodump without an oplog.
 * @throws DumpError
 */
export async function dump(options: DumpOptions): Promise<CollectionReport[]> {
  await requireNothingAt(options.out);
  const draft = `${options.out}.partial-${process.pid}`;
  await mkdir(dirname(options.out), { recursive: true });
  await mkdir(draft, { mode: 0o700 });
  try {
    const reports = await withClient(options.url, (client) => dumpAll(client, draft, options));
    await rm(options.out, { recursive: true, force: true }); // an empty folder
    await rename(draft, options.out);
    return reports;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function requireNothingAt(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new DumpError(`${folder} cannot be used: ${error.message}`);
  });
  if (entries.length > 0)
    throw new DumpError(`${folder} is not empty; name a folder that does not exist yet`);
}

async function dumpAll(
  client: MongoClient,
  folder: string,
  options: DumpOptions,
): Promise<CollectionReport[]> {
  const reports: CollectionReport[] = [];
  for (const name of options.databases ?? (await databasesOf(client, options.url))) {
    const database = client.db(name);
    await mkdir(`${folder}/${name}`, { mode: 0o700 });
    for (const listed of await listCollections(database)) {
      reports.push(await dumpCollection(database, listed, folder, options));
    }
  }
  return reports;
}

async function databasesOf(client: MongoClient, url: string): Promise<string[]> {
  const named = decodeURIComponent(
    new URL(url.replace(/^mongodb(\+srv)?:\/\/[^/]*/, 'http://x')).pathname.slice(1),
  );
  if (named !== '') return [named];
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  return databases.map(({ name }) => name).filter((name) => !['admin', 'config', 'local'].includes(name));
}

interface Listed {
  name: string;
  type: string;
  options: Document;
  info: { uuid?: Binary };
}

/** Without MongoDB's own. */
async function listCollections(database: Db): Promise<Listed[]> {
  const all = (await database.listCollections({}, { promoteValues: false }).toArray()) as unknown as Listed[];
  const own = all
    .filter(({ name }) => !name.startsWith('system.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const strange = own.find(({ type }) => type !== 'collection' && type !== 'view');
  if (strange) {
    throw new DumpError(
      `${database.databaseName}.${strange.name} is a ${strange.type}: use MongoDB's own mongodump`,
    );
  }
  return own;
}

async function listIndexes(database: Db, name: string): Promise<Document[]> {
  return (await database.collection(name).listIndexes({ promoteValues: false }).toArray()) as Document[];
}

async function dumpCollection(
  database: Db,
  { name, type, options: collectionOptions, info }: Listed,
  folder: string,
  { gzip = false, onProgress }: DumpOptions,
): Promise<CollectionReport> {
  const files = filesOf(folder, database.databaseName, name, gzip);
  const isView = type === 'view';
  const indexes = isView ? [] : await listIndexes(database, name);
  const metadata: Metadata = {
    options: collectionOptions,
    indexes,
    uuid: info.uuid?.toString('hex') ?? '',
    collectionName: name,
    type: isView ? 'view' : 'collection',
  };
  const text = writeMetadata(metadata);
  await writeFile(files.metadataFile, gzip ? gzipSync(text) : text, { mode: 0o600, flush: true });
  const report = { database: database.databaseName, collection: name, indexes: ownIndexes(metadata).length };
  if (isView) return { ...report, documents: 0, bytes: 0 };

  const namespace = `${database.databaseName}.${name}`;
  const written = { documents: 0, bytes: 0 };
  const chunks = chunksOf(database, name, written, () => onProgress?.(namespace, written.documents));
  const out = createWriteStream(files.dataFile, { mode: 0o600, flush: true });
  await (gzip ? pipeline(Readable.from(chunks), createGzip(), out) : pipeline(Readable.from(chunks), out));
  await syncFolder(dirname(files.dataFile));
  const found = await checkData(files.dataFile, gzip);
  if (found.documents !== written.documents || found.bytes !== written.bytes) {
    throw new DumpError(
      `${files.dataFile} holds ${found.documents} documents, ${written.documents} were written`,
    );
  }
  return { ...report, ...written };
}

/** All documents of a collection as the server sends them, many small ones in one piece. */
async function* chunksOf(
  database: Db,
  name: string,
  written: { documents: number; bytes: number },
  onBatch: () => void,
): AsyncGenerator<Buffer> {
  const cursor = database.collection(name).find({}, { raw: true, batchSize: BATCH });
  let waiting: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const document of cursor as AsyncIterable<unknown>) {
      const raw = document as Buffer;
      waiting.push(raw);
      bytes += raw.length;
      written.documents++;
      if (bytes < CHUNK_BYTES) continue;
      written.bytes += bytes;
      onBatch();
      yield Buffer.concat(waiting, bytes);
      waiting = [];
      bytes = 0;
    }
  } finally {
    await cursor.close();
  }
  written.bytes += bytes;
  if (bytes > 0) yield Buffer.concat(waiting, bytes);
}

/** Makes the names in a folder survive a power failure, as `flush` does with what the files hold. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
