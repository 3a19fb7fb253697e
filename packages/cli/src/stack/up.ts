import { dataHolder, lockData } from '../data-lock.ts';
import { CliError, ExitCode } from '../errors.ts';
import { stackPaths, type StackPaths } from '../paths.ts';
import { readRunningStack } from '../running-stack.ts';
import { onStopSignals } from '../supervisor/stop-signals.ts';
import { localhost } from './localhost.ts';
import { Stack, type StackOptions } from './stack.ts';

/**
 * Runs a whole stack until it is asked to stop by a signal. Nothing that it has started is left then, whatever the
 * reason. Throws CliError when the stack does not get up.
 */
export async function up(options: StackOptions & { data: string | undefined }): Promise<void> {
  const paths = stackPaths(options.data);
  const lock = await lockData(paths.stateDir);
  if (!lock) throw new CliError(`TED already runs with this data (${await whoRuns(paths)})`);
  const stack = new Stack(paths, options);
  const stopAsked = new Promise<void>((resolve) => {
    onStopSignals(
      (signal) => {
        stack.say(`Stopping (${signal})`);
        resolve();
      },
      () => process.exit(ExitCode.failed), // the supervisor's 'exit' handler ends what is left
    );
  });
  try {
    // A stop while things start makes their start fail: the race is over then.
    await Promise.race([stack.start(), stopAsked]);
    await stopAsked;
  } finally {
    await stack.stop();
    lock.release();
  }
}

async function whoRuns(paths: StackPaths): Promise<string> {
  const stack = await readRunningStack(paths);
  return `pid ${dataHolder(paths.stateDir)}, ${stack ? localhost(stack.gateway_url) : 'it is just starting'}`;
}
