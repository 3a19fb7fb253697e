import { mergedEnvironment } from '@ted/platform';
import { dataHolder, lockData } from './data-lock.ts';
import { CliError } from './errors.ts';
import type { StackPaths } from './paths.ts';
import { readServed } from './mongo/served.ts';
import { readRunningStack } from './running-stack.ts';
import { findMongo, mongoProcess } from './stack/mongo.ts';
import { Supervisor } from './supervisor/supervisor.ts';

/**
 * Runs something on the stack's MongoDB: the running stack's, the one that MONGO_URL names, the one that
 * `./ted mongo serve` runs, or else the private one with this data, started for the purpose and stopped again.
 */
export async function withMongo<T>(
  paths: StackPaths,
  say: (line: string) => void,
  use: (mongoUrl: string) => Promise<T>,
): Promise<T> {
  const running = await readRunningStack(paths);
  if (running) return use(running.mongo_url);
  const source = findMongo(mergedEnvironment(paths.envFile, process.env), paths.stateDir);
  if (source.kind === 'url') return use(source.url);
  const lock = await lockData(paths.stateDir);
  const served = lock ? undefined : readServed(paths.stateDir);
  if (served !== undefined) return use(served);
  if (!lock)
    throw new CliError(`TED is just starting with this data (pid ${dataHolder(paths.stateDir)}); try again`);
  say(`MongoDB: starting ${source.label} on the data in ${paths.stateDir}`);
  const supervisor = new Supervisor({ line: () => undefined, ready: () => undefined, died: () => undefined });
  try {
    return await use(await supervisor.start(mongoProcess(source, paths.stateDir)));
  } finally {
    await supervisor.stop();
    lock.release();
  }
}
