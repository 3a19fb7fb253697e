import { join } from 'node:path';
import { ExitWith } from './errors.ts';
import { projectRoot } from './paths.ts';
import { runInGroup } from './run-group.ts';
import { endsWithParent } from './stack/parent-death.ts';
import { findRedis } from './stack/redis.ts';

/** Runs benchmarks of `bench` as a process. Throws ExitWith: 1 if a figure is not as wanted or could not be measured. */
export async function runBenchmarks(
  names: readonly string[],
  { json, long }: { json?: true; long?: true },
): Promise<never> {
  const root = projectRoot();
  // Says what to install where there is none.
  await findRedis({}, (line) => console.error(line));
  const { command, args } = endsWithParent(process.execPath, [
    join(root, 'bench/dist/main.js'),
    ...(json ? ['--json'] : []),
    ...(long ? ['--long'] : []),
    ...names,
  ]);
  throw new ExitWith(await runInGroup(command, args, { cwd: root, env: { ...process.env, TED_ROOT: root } }));
}
