/** The chaos run as a process; `./ted chaos` starts it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Report } from './report.ts';
import { run } from './run.ts';
import { runSabotage } from './sabotage/run.ts';
import { FAULT_KINDS, TOPOLOGIES, type FaultKind, type Topology } from './schedule.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    seed: { type: 'string' },
    speed: { type: 'string' },
    more: { type: 'string', multiple: true, default: [] },
    sabotage: { type: 'string' },
    topology: { type: 'string', default: 'single' },
  },
});
/** A replica that takes over stores its last two minutes once more: of a faster feed they would be too much for two cores. */
const speed = Number(values.speed ?? (values.topology === 'ha-ingest' ? 10 : 100));
const form = values.short ? 'short' : 'long';
const seed = values.seed ?? randomBytes(4).toString('hex');

const begin = performance.now();
const say = (line: string): void =>
  console.error(`chaos: ${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${line}`);

const topology = values.topology as Topology;
if (!TOPOLOGIES.includes(topology)) throw new Error(`--topology is one of ${TOPOLOGIES.join(', ')}`);
const more = values.more.filter((kind): kind is FaultKind =>
  FAULT_KINDS[topology].includes(kind as FaultKind),
);

const ending = new AbortController();
const { signal } = ending;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => ending.abort(new Error(`ended by ${name}`)));

const folder = mkdtempSync(join(tmpdir(), 'ted-chaos-'));
say(
  `seed ${seed}, ${values.sabotage ? 'a sabotaged copy' : `${form} form, ${topology}`}; data and logs in ${folder} (removed if nothing is wrong)`,
);
let failed = true;
try {
  failed = values.sabotage === undefined ? !(await isRunClean()) : !(await isNoticed(values.sabotage));
} catch (error) {
  const reason = signal.aborted ? (signal.reason as Error).message : (error as Error).stack;
  console.error(`chaos: seed ${seed}: ${reason}`);
}
if (!failed) rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);

async function isRunClean(): Promise<boolean> {
  const result = await run({ form, topology, seed, more, speed, folder, signal, say });
  const report = new Report(result, { form, topology, seed });
  const { problems, summary } = report;
  console.log(report.table);
  for (const [kind, reason] of result.notPossible) console.log(`left out: ${kind}: ${reason}`);
  for (const problem of problems) console.log(problem);
  console.log(
    `${summary.unaccepted} records were not accepted and not demanded; ` +
      `${summary.records_per_s} records/s; p95 of recovery ${summary.recovery_p95_s} s, of acceptance ${summary.accept_p95_ms} ms; seed ${seed}`,
  );
  if (values.json) console.log(JSON.stringify(summary));
  return problems.length === 0;
}

async function isNoticed(name: string): Promise<boolean> {
  const noticed = await runSabotage(name, { folder, seed, signal, say });
  console.log(noticed ? `${name}: the run has found out` : `${name}: THE RUN HAS NOT NOTICED IT`);
  return noticed;
}
