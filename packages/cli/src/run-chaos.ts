import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ExitWith } from './errors.ts';
import { projectRoot } from './paths.ts';
import { endsWithParent } from './stack/parent-death.ts';
import { findRedis } from './stack/redis.ts';
import { killGroup } from './supervisor/kill-group.ts';

export interface ChaosOptions {
  short?: true;
  json?: true;
  seed?: string;
  speed?: string;
  more: string[];
  sabotage?: string;
}

/** Runs the chaos run of `tests/chaos` as a process. Throws ExitWith with its exit code. */
export async function runChaos({ short, json, seed, speed, more, sabotage }: ChaosOptions): Promise<never> {
  const root = projectRoot();
  await findRedis({}, (line) => console.error(line));
  const { command, args } = endsWithParent(process.execPath, [
    join(root, 'tests/chaos/dist/main.js'),
    ...(short ? ['--short'] : []),
    ...(json ? ['--json'] : []),
    ...(seed === undefined ? [] : [`--seed=${seed}`]),
    ...more.map((kind) => `--more=${kind}`),
    ...(sabotage === undefined ? [] : [`--sabotage=${sabotage}`]),
    ...(speed === undefined ? [] : [`--speed=${speed}`]),
  ]);
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, TED_ROOT: root },
    // A group of its own, so that nothing of it stays behind when it ends or we do.
    detached: true,
    stdio: 'inherit',
  });
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
  throw new ExitWith(exitCode);
}
