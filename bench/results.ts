import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../packages/cli/src/table.ts';
import { ROOT } from '../tests/support/ted.ts';
import type { Figure, Length } from './figure.ts';
import type { Machine } from './machine.ts';

/** What one run of `./ted bench` measured. */
export interface Results {
  began: string;
  seconds: number;
  length: Length;
  machine: Machine;
  benchmarks: { name: string; seconds: number; error: string | null; figures: Figure[] }[];
}

/** Keeps a run's figures in `bench/results/` (of this machine, and so not in git). Returns the file. */
export function keepResults(results: Results): string {
  const folder = join(ROOT, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const names = results.benchmarks.map(({ name }) => name);
  const of = names.length > 3 ? `${names.length}-benchmarks` : names.join('-');
  const file = join(folder, `${results.began.replaceAll(':', '-').slice(0, 19)}-${of}.json`);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

/** The figures for people. */
export function asTable({ benchmarks }: Results): string {
  const head = ['', 'figure', 'value', 'reference', 'ratio', 'wanted'];
  const rows = benchmarks.flatMap(({ name, error, figures }) => [
    ['', name.toUpperCase()],
    ...figures.map(rowOf),
    ...(error === null ? [] : [['✗', `could not go on: ${error}`]]),
  ]);
  return table([head, ...rows]);
}

const rowOf = ({ name, value, unit, reference, ratio, wanted, holds }: Figure): string[] => [
  wanted === null ? '' : holds ? '✓' : '✗',
  name,
  `${value} ${unit}`,
  reference === null ? '' : String(reference),
  ratio === null ? '' : `${ratio} ×`,
  wanted ?? '',
];
