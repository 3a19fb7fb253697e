/** Benchmarks as a process; `./ted bench` starts it. */
import { parseArgs } from 'node:util';
import { dashboard } from './dashboard.ts';
import type { Benchmark, Figure } from './figure.ts';
import { forecast } from './forecast.ts';
import { mongo } from './mongo.ts';

const BENCHMARKS: readonly Benchmark[] = [forecast, mongo, dashboard];

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});

function show(figure: Figure): void {
  if (values.json) return console.log(JSON.stringify(figure));
  const { name, value, unit, ratio, wanted, holds } = figure;
  const mark = holds === null ? ' ' : holds ? '✓' : '✗';
  const compared = ratio === null ? '' : `, ${ratio} × the reference`;
  console.log(`${mark} ${name}: ${value} ${unit}${wanted === null ? '' : ` (wanted: ${wanted})`}${compared}`);
}

const chosen = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
for (const benchmark of chosen) {
  for await (const figure of benchmark.run((line) => console.error(`bench: ${line}`))) {
    show(figure);
    if (figure.holds === false) process.exitCode = 1;
  }
}
