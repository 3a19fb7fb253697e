import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../../../support/ted.ts';
import type { Summary } from '../report.ts';
import { apply, copyProject } from './apply.ts';
import { SABOTAGES } from './list.ts';

/**
 * Runs the short form on a copy of the project in which a rule is broken.
 * @returns whether the run has found out
 */
export async function runSabotage(
  name: string,
  {
    folder,
    seed,
    say,
    signal,
  }: { folder: string; seed: string; say: (line: string) => void; signal: AbortSignal },
): Promise<boolean> {
  const sabotage = SABOTAGES.find((one) => one.name === name);
  if (!sabotage)
    throw new Error(`no sabotage ${name}; there are: ${SABOTAGES.map((one) => one.name).join(', ')}`);
  const copy = join(folder, 'copy');
  copyProject(ROOT, copy);
  apply(copy, sabotage);
  say(`${name} breaks the rule: ${sabotage.rule}`);
  const { TED_ROOT: _ofThisOne, ...env } = process.env;
  const args = [
    'chaos',
    '--short',
    '--json',
    `--seed=${seed}`,
    ...sabotage.more.map((kind) => `--more=${kind}`),
  ];
  const child = spawn(join(copy, 'ted'), args, { cwd: copy, env, stdio: ['ignore', 'pipe', 'inherit'] });
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(child, 'close');
  signal.throwIfAborted();
  process.stdout.write(output);
  const last = output.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error('the run did not come to its end');
  const { lost, duplicated, wrong, open_outcomes } = JSON.parse(last) as Summary;
  return lost + duplicated + wrong + open_outcomes > 0;
}
