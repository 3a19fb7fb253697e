import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './find-browser.ts';
import { findPrometheus } from './find-prometheus.ts';
import { ExitCode, ExitWith } from './errors.ts';
import { projectRoot, stackPaths } from './paths.ts';
import { runInGroup } from './run-group.ts';
import { findRedis } from './stack/redis.ts';

/**
 * Runs jest over the whole project with real processes. Data and logs of all of them lie in one temporary folder, which
 * stays only after a failure, for whoever looks for its cause. `compose` as first argument: those that build and run the container
 * images, which no other run includes. Throws ExitWith with jest's exit code.
 */
export async function runTests(dataOption: string | undefined, jestArgs: string[]): Promise<never> {
  const root = projectRoot();
  const say = (line: string) => console.error(line);
  await findRedis({}, say);
  const browser = await findBrowser(process.env, say);
  await findPrometheus(say);
  const [first, ...rest] = jestArgs;
  const compose = first === 'compose';
  const temporary = mkdtempSync(join(tmpdir(), 'ted-test-'));
  console.error(`ted: data and logs of the tests are in ${temporary} (removed if all pass)`);
  const exitCode = await runInGroup(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
      `--cacheDirectory=${join(stackPaths(dataOption).stateDir, 'cache/jest')}`,
      // Most tests wait for processes most of the time; jest alone would leave one core idle. jest takes only one of the two options.
      ...(compose ? ['--runInBand', 'tests/compose/', ...rest] : ['--maxWorkers=100%', ...jestArgs]),
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        TED_ROOT: root,
        TMPDIR: temporary,
        TED_TEST_BROWSER: browser,
        ...(compose && { TED_TEST_COMPOSE: '1' }),
      },
    },
  );
  if (exitCode === ExitCode.ok) rmSync(temporary, { recursive: true, force: true });
  throw new ExitWith(exitCode);
}
