import { join } from 'node:path';
import { ExitCode, ExitWith } from '../errors.ts';
import { projectRoot, stackPaths } from '../paths.ts';
import { runQuietly, type Result } from '../run-quietly.ts';
import { versionsOutsideCatalog } from './dependency-specs.ts';

/** Runs every check, one line each, and shows the output of those that failed. Throws ExitWith if one did. */
export async function runChecks(dataOption: string | undefined): Promise<void> {
  const root = projectRoot();
  const eslintCache = join(stackPaths(dataOption).stateDir, 'cache/eslint');
  const tool = (path: string, ...args: string[]) => {
    const program = join(root, 'node_modules', path);
    return () =>
      runQuietly(process.execPath, [program, ...args], { NO_COLOR: '1', FORCE_COLOR: undefined }, root);
  };
  const checks: [string, () => Promise<Result>][] = [
    ['format', tool('prettier/bin/prettier.cjs', '--check', '.')],
    ['lint', tool('eslint/bin/eslint.js', '--cache', '--cache-location', eslintCache, '.')],
    ['types', tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json')],
    ['page', tool('typescript/bin/tsc', '--noEmit', '-p', 'apps/dashboard')],
    [
      'borders',
      tool('dependency-cruiser/bin/dependency-cruise.mjs', 'packages', 'services', 'apps', 'tests'),
    ],
    ['unused', tool('knip/bin/knip.js', '--no-config-hints')],
    ['versions', () => Promise.resolve(checkVersions(root))],
  ];
  let failures = 0;
  for (const [name, check] of checks) {
    const { ok, output, seconds } = await check();
    console.log(`${ok ? '✓' : '✗'} ${name.padEnd(8)}  ${seconds.toFixed(1)} s`);
    if (ok) continue;
    failures++;
    console.log(output);
  }
  if (failures > 0) throw new ExitWith(ExitCode.failed);
}

function checkVersions(root: string): Result {
  const started = Date.now();
  const found = versionsOutsideCatalog(root);
  return { ok: found.length === 0, output: found.join('\n'), seconds: (Date.now() - started) / 1000 };
}
