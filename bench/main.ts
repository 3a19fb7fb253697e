/** Benchmarks as a process; `./ted bench` starts it. */
import { parseArgs } from 'node:util';
import { BENCHMARKS } from './benchmarks.ts';
import type { Benchmark, Figure } from './figure.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});

function show(figure: Figure): void {
  if (values.json) return console.log(JSON.stringify(figure));
  const { name, value, unit, ratio, wanted, holds } = figure;
  const mark = holds === null ? ' ' : holds ? '✓' : '✗';
  const compared = ratio === null ? '' : `, ${ratio} × the reference`;
  console.log(`${mark} ${name}: ${value} ${unit}${compared}${wanted === null ? '' : ` (wanted: ${wanted})`}`);
}

/** `gateway` names `gateway-routes` and `gateway-fan-out`, too. */
const isNamed = ({ name }: Benchmark, wanted: string): boolean =>
  name === wanted || name.startsWith(`${wanted}-`);

const unknown = positionals.find((wanted) => !BENCHMARKS.some((benchmark) => isNamed(benchmark, wanted)));
if (unknown !== undefined) {
  const known = BENCHMARKS.map(({ name, description }) => `  ${name.padEnd(16)} ${description}`);
  console.error(`There is no benchmark ${unknown}. There are:\n${known.join('\n')}`);
  process.exit(2);
}
for (const benchmark of BENCHMARKS) {
  if (positionals.length > 0 && !positionals.some((wanted) => isNamed(benchmark, wanted))) continue;
  for await (const figure of benchmark.run((line) => console.error(`bench: ${line}`))) {
    show(figure);
    if (figure.holds === false) process.exitCode = 1;
  }
}
