import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runQuietly } from '../../../packages/cli/src/run-quietly.ts';
import { startTestServer } from './embedded-server.ts';

/** Debian's own: another `python3` on the PATH does not see its packages. */
const PYTHON = '/usr/bin/python3';

const hasPyMongo = (): boolean => spawnSync(PYTHON, ['-c', 'import pymongo']).status === 0;

/** Installs the package where that is allowed, as Redis is installed. */
function providePyMongo(): boolean {
  if (hasPyMongo()) return true;
  if (process.getuid?.() !== 0) return false;
  const install = ['install', '-y', '-q', '--no-install-recommends', 'python3-pymongo'];
  spawnSync('/usr/bin/apt-get', install, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 50_000,
  });
  return hasPyMongo();
}

const isThere = providePyMongo();
if (!isThere) process.stderr.write('No python3-pymongo, and it cannot be installed: its round is skipped\n');

(isThere ? it : it.skip)('an independent client gets the same answers: PyMongo', async () => {
  const test = await startTestServer();
  const script = join(import.meta.dirname, 'pymongo_round.py');
  const { ok, output } = await runQuietly(PYTHON, [script, test.server.url]);
  await test.stop();
  expect({ ok, output }).toEqual({ ok: true, output: expect.stringContaining('done with PyMongo') });
});
