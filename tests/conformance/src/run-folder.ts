import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BSON, MongoClient } from 'mongodb';
import { Skipped, type TestFile } from './format.ts';
import { runCase } from './run-case.ts';
import { describeServer, isMet } from './server.ts';

export interface CaseResult {
  file: string;
  test: string;
  result: 'pass' | 'fail' | 'skip';
  /** Why it failed or was skipped. */
  reason?: string;
}

/**
 * Runs all cases of a folder of unified-format tests against a server, through MongoDB's driver.
 * @throws Error if the folder holds no tests or the server cannot be reached
 */
export async function runFolder(
  folder: string,
  url: string,
  onResult: (result: CaseResult) => void = () => undefined,
): Promise<CaseResult[]> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  if (files.length === 0) throw new Error(`${folder} holds no .json files`);
  const internal = new MongoClient(url, { serverSelectionTimeoutMS: 5000 });
  try {
    const server = await describeServer(internal);
    const results: CaseResult[] = [];
    for (const name of files) {
      const file = BSON.EJSON.parse(readFileSync(join(folder, name), 'utf8'), { relaxed: true }) as TestFile;
      for (const test of file.tests) {
        const met = isMet(file.runOnRequirements, server) && isMet(test.runOnRequirements, server);
        const outcome = met
          ? await attempt(() => runCase(url, internal, file, test))
          : { result: 'skip' as const, reason: `not for MongoDB ${server.version}, ${server.topology}` };
        const result = { file: name, test: test.description, ...outcome };
        results.push(result);
        onResult(result);
      }
    }
    return results;
  } finally {
    await internal.close();
  }
}

async function attempt(run: () => Promise<void>): Promise<Pick<CaseResult, 'result' | 'reason'>> {
  try {
    await run();
    return { result: 'pass' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { result: error instanceof Skipped ? 'skip' : 'fail', reason };
  }
}

export function countResults(results: readonly CaseResult[]): { pass: number; fail: number; skip: number } {
  const count = (wanted: CaseResult['result']): number =>
    results.filter(({ result }) => result === wanted).length;
  return { pass: count('pass'), fail: count('fail'), skip: count('skip') };
}
