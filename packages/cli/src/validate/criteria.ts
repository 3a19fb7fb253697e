import type { Finding } from '../findings.ts';
import { cleanup } from './cleanup.ts';
import { dataVolume } from './data-volume.ts';
import type { Facts } from './facts.ts';
import { historicalQueries } from './historical-queries.ts';
import { hourlyMetrics } from './hourly-metrics.ts';
import { errorRates } from './error-rates.ts';
import { normalOperations } from './normal-operations.ts';
import { performance } from './performance.ts';

/** Judges the facts by one of the guide's criteria. Pure. */
export type Criterion = (facts: Facts) => Finding;

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
