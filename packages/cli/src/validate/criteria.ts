import { cleanup } from './cleanup.ts';
import { dataVolume } from './data-volume.ts';
import type { Criterion } from './criterion.ts';
import { historicalQueries } from './historical-queries.ts';
import { hourlyMetrics } from './hourly-metrics.ts';
import { errorRates } from './error-rates.ts';
import { normalOperations } from './normal-operations.ts';
import { performance } from './performance.ts';

/** The deployment guide's success criteria and what it has people validate after a day, in its order. */
export const criteria: readonly Criterion[] = [
  normalOperations,
  dataVolume,
  errorRates,
  performance,
  hourlyMetrics,
  historicalQueries,
  cleanup,
];
