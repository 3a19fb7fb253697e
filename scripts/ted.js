/**
 * What `./ted` runs: makes sure that packages and bundles are there, then becomes the command line of packages/cli.
 * It and what it imports here use nothing but Node.js itself, because on a fresh clone there is nothing else.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './build.js';
import { install, isInstalled } from './install.js';
import { withLock } from './lock.js';
import { StepFailed } from './step.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  if (!isInstalled(root) || !isBuilt(root)) {
    // Two commands at once on a fresh clone: one prepares, the other waits and then finds everything done.
    await withLock(root, async () => {
      if (!isInstalled(root)) await install(root);
      if (!isBuilt(root)) await build(root);
    });
  }
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  process.stderr.write(`ted: ${error.message}\n`);
  process.exit(1);
}

process.env.TED_ROOT = root;
await import(join(root, 'packages/cli/dist/main.js'));
