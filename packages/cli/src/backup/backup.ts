import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dump, DumpError } from '@ted/mongodump';
import { mergedEnvironment } from '@ted/platform';
import { databaseName } from '@ted/storage';
import { CliError } from '../errors.ts';
import { stackPaths, type StackPaths } from '../paths.ts';
import { Progress } from '../progress.ts';
import { readRunningStack } from '../running-stack.ts';
import { tedVersion } from '../version.ts';
import { withMongo } from '../with-mongo.ts';
import { whileWritesAreHeld } from './hold-writes.ts';
import {
  backupFolder,
  backupName,
  checksums,
  DUMP,
  ENV_COPY,
  listBackups,
  readManifest,
  writeManifest,
} from './layout.ts';

export interface BackupOptions {
  data?: string;
  out?: string;
  keep: number;
  env?: true;
  json?: true;
}

/**
 * Makes a backup of the stack's database: a dump of one moment (no worker writes meanwhile), with checksums, and removes the oldest
 * beyond `keep`. The folder appears when all of it is there. Throws CliError.
 */
export async function backup(options: BackupOptions): Promise<void> {
  const paths = stackPaths(options.data);
  const folder = resolve(options.out ?? backupFolder(paths.envFile));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = new Date();
  const target = join(folder, backupName(at));
  const draft = `${target}.partial`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    if (options.env) copyEnv(paths.envFile, join(draft, ENV_COPY));
    const { database, collections } = await dumpHeld(paths, join(draft, DUMP));
    const files = await checksums(draft);
    writeManifest(draft, {
      format: 1,
      created_at: at.toISOString(),
      ted_version: tedVersion(),
      database,
      collections,
      files,
    });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  const removed = listBackups(folder).slice(0, -options.keep);
  for (const old of removed) rmSync(old, { recursive: true });
  show(target, removed, options.json ?? false);
}

function copyEnv(envFile: string, copy: string): void {
  if (!existsSync(envFile)) throw new CliError(`there is no ${envFile} to copy`);
  copyFileSync(envFile, copy);
  chmodSync(copy, 0o600);
}

/** Only where services may run there is anybody to hold: the running stack's, or those of the Redis that the settings name. */
function dumpHeld(paths: StackPaths, out: string) {
  const settings = mergedEnvironment(paths.envFile, process.env);
  const progress = new Progress();
  return withMongo(
    paths,
    (line) => console.error(line),
    async (url) => {
      const database = databaseName(url);
      const dumpNow = () =>
        dump({
          url,
          out,
          databases: [database],
          onProgress: (namespace, documents) => progress.show(`${namespace}: ${documents} documents`),
        });
      const redisUrl = (await readRunningStack(paths))?.redis_url ?? (settings.REDIS_URL || undefined);
      const prefix = settings.QUEUE_PREFIX;
      try {
        const collections = await (redisUrl === undefined
          ? dumpNow()
          : whileWritesAreHeld({ url: redisUrl, ...(prefix ? { prefix } : {}) }, dumpNow));
        return { database, collections };
      } catch (error) {
        throw error instanceof DumpError ? new CliError(error.message) : error;
      } finally {
        progress.clear();
      }
    },
  );
}

function show(target: string, removed: readonly string[], asJson: boolean): void {
  const { collections, files } = readManifest(target);
  if (asJson) {
    console.log(JSON.stringify({ backup: target, collections, removed }, undefined, 2));
    return;
  }
  const documents = collections.reduce((sum, collection) => sum + collection.documents, 0);
  console.log(
    `✓ ${target}: ${documents} documents of ${collections.length} collections, ${Object.keys(files).length} files`,
  );
  for (const old of removed) console.log(`✓ Removed ${old}`);
}
