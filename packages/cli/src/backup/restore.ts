import { join, resolve } from 'node:path';
import { DumpError, restore } from '@ted/mongodump';
import { LiveSettings } from '@ted/platform';
import { databaseName } from '@ted/storage';
import { CliError } from '../errors.ts';
import { stackPaths, type StackPaths } from '../paths.ts';
import { Progress } from '../progress.ts';
import { readRunningStack } from '../running-stack.ts';
import { withMongo } from '../with-mongo.ts';
import { checksums, DUMP, readManifest, type Manifest } from './layout.ts';

export interface RestoreOptions {
  data?: string;
  url?: string;
  drop?: true;
  json?: true;
}

/**
 * Puts a backup back, into the stack's database or the one that `url` names: files as they were written, then every document and
 * index, counted. Throws CliError; nothing is changed if the backup is damaged, documents are in its way, or TED stores there.
 */
export async function restoreBackup(from: string, options: RestoreOptions): Promise<void> {
  const folder = resolve(from);
  const manifest = readManifest(folder);
  await demandUnharmed(folder, manifest);
  const paths = stackPaths(options.data);
  if (options.url === undefined) await demandQuiet(paths);
  const progress = new Progress();
  const put = (url: string) =>
    restore({
      url,
      from: join(folder, DUMP),
      drop: options.drop ?? false,
      rename: { [manifest.database]: databaseName(url) },
      onProgress: (namespace, documents) => progress.show(`${namespace}: ${documents} documents`),
    });
  try {
    const restored = await (options.url === undefined
      ? withMongo(paths, (line) => console.error(line), put)
      : put(options.url));
    progress.clear();
    const counted = new Map(restored.map(({ collection, documents }) => [collection, documents]));
    const short = manifest.collections.find(
      ({ collection, documents }) => counted.get(collection) !== documents,
    );
    if (short)
      throw new CliError(
        `${short.collection}: ${counted.get(short.collection) ?? 0} of ${short.documents} documents are there`,
      );
    show(manifest, options.json ?? false);
  } catch (error) {
    throw error instanceof DumpError ? new CliError(error.message) : error;
  } finally {
    progress.clear();
  }
}

async function demandUnharmed(folder: string, { files }: Manifest): Promise<void> {
  const now = await checksums(folder);
  const names = new Set([...Object.keys(files), ...Object.keys(now)]);
  const harmed = [...names].filter((name) => files[name] !== now[name]);
  if (harmed.length > 0)
    throw new CliError(`${folder} is damaged: ${harmed.join(', ')} is not as it was written`);
}

/** What TED stores meanwhile would be mixed with what is put back. */
async function demandQuiet(paths: StackPaths): Promise<void> {
  const on = new LiveSettings(paths.envFile).persistenceEnabled;
  if (on && (await readRunningStack(paths)))
    throw new CliError(
      'TED stores into this database: switch it off first (./ted persistence off), or stop it',
    );
}

function show(manifest: Manifest, asJson: boolean): void {
  if (asJson) {
    console.log(
      JSON.stringify({ created_at: manifest.created_at, collections: manifest.collections }, undefined, 2),
    );
    return;
  }
  const documents = manifest.collections.reduce((sum, collection) => sum + collection.documents, 0);
  console.log(
    `✓ ${documents} documents of ${manifest.collections.length} collections, as of ${manifest.created_at}`,
  );
}
