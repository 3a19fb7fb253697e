/** MongoDB's conformance cases as a process; `./ted mongo conformance` starts it. */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { mongoProcess } from '../../../packages/cli/src/stack/mongo.ts';
import { StoreProcess, temporaryFolder } from '../../support/stores.ts';
import { countResults, runFolder, type CaseResult } from './run-folder.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = positionals[0]!;

function show(result: CaseResult): void {
  if (values.json) console.log(JSON.stringify(result));
  else if (result.result !== 'pass')
    console.log(`${result.result}  ${result.file}: ${result.test}: ${result.reason}`);
}

async function onServer<T>(use: (url: string) => Promise<T>): Promise<T> {
  if (process.env.MONGO_URL) return use(process.env.MONGO_URL);
  process.env.EMBEDDED_MONGO_TEST_COMMANDS = '1'; // some cases ask for failures
  const dataDir = temporaryFolder('conformance');
  const server = await StoreProcess.start(mongoProcess({ kind: 'embedded', label: 'embedded' }, dataDir));
  try {
    return await use(server.url);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true });
  }
}

try {
  const counts = countResults(await onServer((url) => runFolder(folder, url, show)));
  console.log(JSON.stringify(counts));
  process.exitCode = counts.fail > 0 ? 1 : 0;
} catch (error) {
  console.error(`conformance: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
