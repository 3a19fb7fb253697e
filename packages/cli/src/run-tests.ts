import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExitCode, ExitWith } from './errors.ts';
import { projectRoot, stackPaths } from './paths.ts';
import { findRedis } from './stack/redis.ts';
import { killGroup } from './supervisor/kill-group.ts';

/**
 * Runs jest over the whole project with real processes. Data and logs of all of them lie in one temporary folder, which
 * stays only after a failure, for whoever looks for its cause. Throws ExitWith with jest's exit code.
 */
export async function runTests(dataOption: string | undefined, jestArgs: string[]): Promise<never> {
  const root = projectRoot();
  await findRedis({}, (line) => console.error(line));
  const temporary = mkdtempSync(join(tmpdir(), 'ted-test-'));
  console.error(`ted: data and logs of the tests are in ${temporary} (removed if all pass)`);
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
    {
      cwd: root,
      env: { ...process.env, TED_ROOT: root, TMPDIR: temporary },
      detached: true,
      stdio: 'inherit',
    },
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
  endGroup();
  if (exitCode === ExitCode.ok) rmSync(temporary, { recursive: true, force: true });
  throw new ExitWith(exitCode);
}
