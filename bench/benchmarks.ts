import { dashboard } from './dashboard.ts';
import { feeds } from './feeds.ts';
import type { Benchmark } from './figure.ts';
import { forecast } from './forecast.ts';
import { gateway } from './gateway.ts';
import { mongo } from './mongo.ts';

/** Every benchmark. A new one is a file here and a line in this list. */
export const BENCHMARKS: readonly Benchmark[] = [forecast, mongo, ...gateway, feeds, dashboard];
