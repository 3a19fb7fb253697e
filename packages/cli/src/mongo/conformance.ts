import { join, resolve } from 'node:path';
import { ExitWith } from '../errors.ts';
import { projectRoot } from '../paths.ts';
import { runInGroup } from '../run-group.ts';
import { endsWithParent } from '../stack/parent-death.ts';

/** Runs the cases with `tests/conformance` as a process. Throws ExitWith with its exit code. */
export async function runConformance(folder: string, asJson: boolean): Promise<never> {
  const root = projectRoot();
  const { command, args } = endsWithParent(process.execPath, [
    join(root, 'tests/conformance/dist/main.js'),
    ...(asJson ? ['--json'] : []),
    resolve(folder),
  ]);
  throw new ExitWith(await runInGroup(command, args, { cwd: root, env: process.env }));
}
