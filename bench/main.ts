/** Benchmarks as a process; `./ted bench` starts it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BENCHMARKS } from './benchmarks.ts';
import type { Benchmark, Figure, Length } from './figure.ts';
import { describeMachine, inWords } from './machine.ts';
import { asTable, keepResults, type Results } from './results.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, long: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const length: Length = values.long ? 'long' : 'short';
const say = (line: string) => console.error(`bench: ${line}`);

/** `gateway` names `gateway-routes` and `gateway-fan-out`, too. */
const isNamed = ({ name }: Benchmark, wanted: string): boolean =>
  name === wanted || name.startsWith(`${wanted}-`);

function chosen(): readonly Benchmark[] {
  const unknown = positionals.find((wanted) => !BENCHMARKS.some((benchmark) => isNamed(benchmark, wanted)));
  if (unknown !== undefined) {
    const known = BENCHMARKS.map(({ name, description }) => `  ${name.padEnd(16)} ${description}`);
    console.error(`There is no benchmark ${unknown}. There are:\n${known.join('\n')}`);
    process.exit(2);
  }
  if (positionals.length === 0) return BENCHMARKS;
  return BENCHMARKS.filter((benchmark) => positionals.some((wanted) => isNamed(benchmark, wanted)));
}

/** Shows a figure as it comes: as JSON it is the answer, for people the table at the end is. */
function show(figure: Figure): void {
  if (values.json) console.log(JSON.stringify(figure));
  else say(`  ${figure.name}: ${figure.value} ${figure.unit}`);
}

/** One that cannot go on does not keep the others from being run. */
async function measure(benchmark: Benchmark): Promise<Results['benchmarks'][number]> {
  const began = performance.now();
  const figures: Figure[] = [];
  let error: string | null = null;
  say(`${benchmark.name}: ${benchmark.description}`);
  try {
    for await (const figure of benchmark.run(say, length)) {
      figures.push(figure);
      show(figure);
    }
  } catch (reason) {
    error = reason instanceof Error ? reason.message : String(reason);
    say(reason instanceof Error ? (reason.stack ?? error) : error);
  }
  return { name: benchmark.name, seconds: secondsSince(began), error, figures };
}

const secondsSince = (began: number) => Math.round((performance.now() - began) / 100) / 10;

// What benchmarks and their processes leave on disk goes with the last of them, also when they are interrupted.
const folder = mkdtempSync(join(tmpdir(), 'ted-bench-'));
process.env.TMPDIR = folder;
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const benchmarks = chosen();
const machine = describeMachine();
say(inWords(machine));
const began = performance.now();
const results: Results = {
  began: new Date().toISOString(),
  seconds: 0,
  length,
  machine,
  benchmarks: [],
};
for (const benchmark of benchmarks) results.benchmarks.push(await measure(benchmark));
results.seconds = secondsSince(began);
const file = keepResults(results);
if (!values.json) console.log(`${asTable(results)}\n\n${inWords(machine)}`);
say(`${results.seconds} s; kept in ${file}`);
const bad = results.benchmarks.filter(
  ({ error, figures }) => error !== null || figures.some(({ holds }) => !holds),
);
process.exit(bad.length > 0 ? 1 : 0);
