import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { killGroup } from './supervisor/kill-group.ts';

/**
 * Runs a program to its end at this terminal, in a group of its own, so that nothing of it stays behind when it ends or we do.
 * Signals that we get are passed on.
 * @returns its exit code; 128 and the signal's number if a signal ended it
 */
export async function runInGroup(
  command: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<number> {
  const child = spawn(command, args, { ...options, detached: true, stdio: 'inherit' });
  const endGroup = (): void => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  process.once('exit', endGroup);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
  endGroup();
  return exitCode;
}
