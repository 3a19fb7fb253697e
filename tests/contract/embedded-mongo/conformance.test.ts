import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from '../../conformance/src/run-folder.ts';
import { startTestServer } from './embedded-server.ts';

const folder = join(process.env.TED_SHARED_DATA!, 'crud-unified');
const withCases = existsSync(folder) ? it : it.skip;

/** Cases that no server can pass: the driver leaves out `bypassDocumentValidation: false`, which is the default. */
const DRIVER_SIDE = /passes bypassDocumentValidation: false/;

withCases("MongoDB's CRUD specification tests pass", async () => {
  const test = await startTestServer({ testCommands: true });
  const results = await runFolder(folder, test.server.url).finally(() => test.stop());
  const failed = results.filter(({ result, test: name }) => result === 'fail' && !DRIVER_SIDE.test(name));
  expect(failed).toEqual([]);
  expect(results.filter(({ result }) => result === 'pass').length).toBeGreaterThan(80);
  // What is skipped is for other versions and topologies; the runner itself knows all that is asked.
  const unknown = results.filter(
    ({ result, reason }) => result === 'skip' && !reason?.startsWith('not for MongoDB'),
  );
  expect(unknown).toEqual([]);
});
