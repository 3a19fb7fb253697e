/** The chaos run as a process; `./ted chaos` starts it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Report } from './report.ts';
import { run } from './run.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    seed: { type: 'string' },
    speed: { type: 'string', default: '100' },
  },
});
const form = values.short ? 'short' : 'long';
const seed = values.seed ?? randomBytes(4).toString('hex');

const begin = performance.now();
const say = (line: string): void =>
  console.error(`chaos: ${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${line}`);

const ending = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => ending.abort(new Error(`ended by ${name}`)));

const folder = mkdtempSync(join(tmpdir(), 'ted-chaos-'));
say(`seed ${seed}, ${form} form; data and logs in ${folder} (removed if nothing is wrong)`);
let failed = true;
try {
  const result = await run({ form, seed, speed: Number(values.speed), folder, signal: ending.signal, say });
  const report = new Report(result, form, seed);
  const { problems, summary } = report;
  console.log(report.table);
  for (const [kind, reason] of result.notPossible) console.log(`left out: ${kind}: ${reason}`);
  for (const problem of problems) console.log(problem);
  console.log(
    `${summary.unaccepted} records were not accepted and not demanded; ` +
      `${summary.records_per_s} records/s; p95 of recovery ${summary.recovery_p95_s} s; seed ${seed}`,
  );
  if (values.json) console.log(JSON.stringify(summary));
  failed = problems.length > 0;
} catch (error) {
  console.error(`chaos: seed ${seed}: ${(error as Error).stack ?? String(error)}`);
}
if (!failed) rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
