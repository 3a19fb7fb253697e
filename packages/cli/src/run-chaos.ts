import { join } from 'node:path';
import { ExitWith } from './errors.ts';
import { projectRoot } from './paths.ts';
import { runInGroup } from './run-group.ts';
import { endsWithParent } from './stack/parent-death.ts';
import { findRedis } from './stack/redis.ts';

export interface ChaosOptions {
  short?: true;
  json?: true;
  seed?: string;
  speed?: string;
  more: string[];
  sabotage?: string;
  topology?: string;
}

/** Runs the chaos run of `tests/chaos` as a process. Throws ExitWith with its exit code. */
export async function runChaos({
  short,
  json,
  seed,
  speed,
  more,
  sabotage,
  topology,
}: ChaosOptions): Promise<never> {
  const root = projectRoot();
  await findRedis({}, (line) => console.error(line));
  const { command, args } = endsWithParent(process.execPath, [
    join(root, 'tests/chaos/dist/main.js'),
    ...(short ? ['--short'] : []),
    ...(json ? ['--json'] : []),
    ...(seed === undefined ? [] : [`--seed=${seed}`]),
    ...more.map((kind) => `--more=${kind}`),
    ...(sabotage === undefined ? [] : [`--sabotage=${sabotage}`]),
    ...(topology === undefined ? [] : [`--topology=${topology}`]),
    ...(speed === undefined ? [] : [`--speed=${speed}`]),
  ]);
  const env = { ...process.env, TED_ROOT: root };
  throw new ExitWith(await runInGroup(command, args, { cwd: root, env }));
}
