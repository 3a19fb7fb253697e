import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ExitWith } from './errors.ts';
import { projectRoot, stackPaths } from './paths.ts';
import { findRedis } from './stack/redis.ts';
import { killGroup } from './supervisor/kill-group.ts';

/**
 * Runs jest over the whole project with real processes; jest's own summary is the last that is seen. Throws ExitWith
 * with jest's exit code.
 */
export async function runTests(dataOption: string | undefined, jestArgs: string[]): Promise<never> {
  const root = projectRoot();
  await findRedis({}, (line) => console.error(line));
  const jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
      `--cacheDirectory=${join(stackPaths(dataOption).stateDir, 'cache/jest')}`,
      ...jestArgs,
    ],
    // A group of its own, so that nothing of it stays behind when it ends or we do.
    { cwd: root, env: { ...process.env, TED_ROOT: root }, detached: true, stdio: 'inherit' },
  );
  const endGroup = (): void => {
    if (jest.pid !== undefined) killGroup(jest.pid);
  };
  process.once('exit', endGroup);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => jest.kill(signal));
  const exitCode = await new Promise<number>((resolve, reject) => {
    jest.on('error', reject);
    jest.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
  throw new ExitWith(exitCode);
}
