import { mergedEnvironment } from '@ted/platform';
import { dataHolder, lockData } from '../data-lock.ts';
import { CliError, ExitCode } from '../errors.ts';
import { stackPaths } from '../paths.ts';
import { portProblem } from '../free-port.ts';
import { findMongo, mongoProcess } from '../stack/mongo.ts';
import { onStopSignals } from '../supervisor/stop-signals.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { removeServed, writeServed } from './served.ts';

/**
 * `./ted mongo serve`: the stack's MongoDB without the rest, until a signal stops it.
 * Throws CliError where MONGO_URL names another one, the data are in use, or the port is taken.
 */
export async function serveMongo(dataOption: string | undefined, port: number): Promise<void> {
  const { envFile, stateDir } = stackPaths(dataOption);
  const source = findMongo(mergedEnvironment(envFile, process.env), stateDir);
  if (source.kind === 'url')
    throw new CliError('MONGO_URL names a MongoDB that runs already: there is nothing to serve');
  const lock = await lockData(stateDir);
  if (!lock) {
    throw new CliError(
      `TED runs with this data (pid ${dataHolder(stateDir)}); ./ted status shows its MongoDB`,
    );
  }
  removeServed(stateDir); // of one that was killed
  const supervisor = new Supervisor({ line: () => undefined, ready: () => undefined, died: sayDeath });
  const stopAsked = new Promise<void>((resolve) => {
    onStopSignals(
      () => resolve(),
      () => process.exit(ExitCode.failed),
    );
  });
  try {
    if (port !== 0 && (await portProblem(port))) {
      throw new CliError(`port ${port} is taken or not allowed; choose another one with --port`);
    }
    const spec = mongoProcess(source, stateDir);
    const wanted = port === 0 ? undefined : `mongodb://127.0.0.1:${port}`;
    const url = await supervisor.start({ ...spec, launch: (previous) => spec.launch(previous ?? wanted) });
    writeServed(stateDir, url);
    console.log(`MongoDB (${source.label}) on the data in ${stateDir}: ${url}`);
    await stopAsked;
  } finally {
    await supervisor.stop();
    removeServed(stateDir);
    lock.release();
  }
}

function sayDeath({ name }: { name: string }, how: string, delayMs: number): void {
  console.error(`${name} has ended unexpectedly (${how}); starting it again in ${delayMs / 1000} s`);
}
