/** Installs the packages that pnpm-lock.yaml names, with the pnpm that package.json names. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './step.js';

/** Holds the hash of the lock file that was installed last; inside node_modules, so that it goes with it. */
const stampOf = (root) => join(root, 'node_modules', '.ted-installed');

const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');

/** Whether the packages in node_modules are those of pnpm-lock.yaml. */
export function isInstalled(root) {
  return existsSync(stampOf(root)) && readFileSync(stampOf(root), 'utf8') === lockHash(root);
}

/** Installs exactly what pnpm-lock.yaml says. Throws StepFailed. */
export async function install(root) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const hash = lockHash(root);
  await step({
    title: 'installing packages',
    command: 'npx',
    args: ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'],
    cwd: root,
    // pnpm must not ask questions, and what the build needs is no less wanted in production.
    env: { ...process.env, CI: 'true', NODE_ENV: '' },
    advice: 'This step needs the npm registry: check the network (proxy?), then run the same command again.',
    progress: (line) => line.match(/Progress: (.*)/)?.[1],
  });
  writeFileSync(stampOf(root), hash);
}
