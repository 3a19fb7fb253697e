import { dashboard } from './dashboard.ts';
import { delivery } from './delivery.ts';
import { feeds } from './feeds.ts';
import type { Benchmark } from './figure.ts';
import { forecast } from './forecast.ts';
import { gateway } from './gateway.ts';
import { ingest } from './ingest.ts';
import { live } from './live.ts';
import { mongo } from './mongo.ts';
import { start } from './start.ts';
import { stored } from './stored.ts';

/** Every benchmark. A new one is a file here and a line in this list. */
export const BENCHMARKS: readonly Benchmark[] = [
  ingest,
  forecast,
  live,
  delivery,
  stored,
  start,
  mongo,
  ...gateway,
  feeds,
  dashboard,
];
