import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mergedEnvironment } from '@ted/platform';
import { dump, restore, type CollectionReport } from '@ted/mongodump';
import { dataHolder, lockData } from '../data-lock.ts';
import { CliError, messageOf } from '../errors.ts';
import { stackPaths } from '../paths.ts';
import { Progress } from '../progress.ts';
import { installedMongod, mongodFolder, mongoProcess } from '../stack/mongo.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { downloadMongod } from './download-mongod.ts';
import { showReport } from './show-report.ts';

export interface InstallOptions {
  data?: string;
  version: string;
  sha256?: string;
}

/**
 * `./ted mongo install`: fetches a real mongod and moves what the embedded server holds into it. The program is put in its
 * place as the last step: until then, and after any error, everything is as it was.
 * Throws CliError.
 */
export async function installMongod({ data, version, sha256 }: InstallOptions): Promise<void> {
  const { envFile, stateDir } = stackPaths(data);
  if (mergedEnvironment(envFile, process.env).MONGO_URL) {
    throw new CliError('MONGO_URL names a MongoDB already: none is installed beside it');
  }
  const target = installedMongod(stateDir);
  if (existsSync(target)) throw new CliError(`there is one already: ${target}; delete it to install another`);
  const lock = await lockData(stateDir);
  if (!lock) throw new CliError(`TED runs with this data (pid ${dataHolder(stateDir)}); stop it first`);
  const draft = join(stateDir, `mongod-install-${process.pid}`);
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    console.log(`Fetching mongod ${version}`);
    const program = await downloadMongod(draft, version, sha256);
    const moved = await moveData(program, stateDir, draft);
    await rename(program, target);
    if (moved.length > 0) {
      showReport(moved, false);
      console.log(
        `Moved. The embedded server's own copy stays in ${join(stateDir, 'mongo')} until you delete it.`,
      );
    }
    console.log(`Installed: ${target}; ./ted up starts it from now on`);
  } finally {
    await rm(draft, { recursive: true, force: true });
    lock.release();
  }
}

/** Copies all databases. What a mongod holds in this folder already stays as it is. */
async function moveData(program: string, stateDir: string, draft: string): Promise<CollectionReport[]> {
  if (!existsSync(join(stateDir, 'mongo')) || existsSync(mongodFolder(stateDir))) return [];
  const supervisor = new Supervisor({ line: () => undefined, ready: () => undefined, died: () => undefined });
  const progress = new Progress();
  const onProgress = (namespace: string, documents: number): void =>
    progress.show(`${namespace}: ${documents} documents`);
  try {
    const from = join(draft, 'dump');
    const embedded = await supervisor.start(mongoProcess({ kind: 'embedded', label: 'embedded' }, stateDir));
    const reports = await dump({ url: embedded, out: from, onProgress });
    if (reports.length === 0) return [];
    const own = { kind: 'program', label: 'mongod', program } as const;
    const mongod = await supervisor.start(mongoProcess(own, stateDir));
    return await restore({ url: mongod, from, onProgress });
  } catch (error) {
    await supervisor.stop();
    await rm(mongodFolder(stateDir), { recursive: true, force: true });
    throw new CliError(`the data could not be moved, nothing has changed: ${messageOf(error)}`);
  } finally {
    progress.clear();
    await supervisor.stop();
  }
}
