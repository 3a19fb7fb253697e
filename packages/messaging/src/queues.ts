import type { Telemetry } from 'bullmq';

/**
 * QUEUE NAMES AND JOB NAMES ARE FROZEN: jobs of an older version may wait under them. A change needs a migration.
 */
export const QUEUES = {
  /** Batches of records, from ingest to the workers. */
  batches: 'batches',
  /** Hourly metrics, retention cleanup and the check of seeds, by schedule. */
  maintenance: 'maintenance',
  /** What an administrator asks the workers to do. */
  actions: 'actions',
} as const;

export const MAINTENANCE_JOBS = ['hourly-metrics', 'retention-cleanup', 'verify-seeds'] as const;
export type MaintenanceJob = (typeof MAINTENANCE_JOBS)[number];

/** The default prefix of all keys; in braces, so that a Redis Cluster keeps them on one node. */
export const DEFAULT_PREFIX = '{ted}';

/** Where a worker calls that MongoDB takes writes again: whoever has records need not wait for the interval. */
export const recoveryChannel = (prefix: string): string => `${prefix}:recovered`;

/** Completed jobs are kept for a while only to save repeats after a lost acknowledgement. */
export const KEEP_COMPLETED = { age: 2 * 3600, count: 2000 } as const;
export const KEEP_FAILED = { age: 24 * 3600, count: 1000 } as const;

export interface RedisOptions {
  url: string;
  prefix?: string;
  /** Of {@link Tracing}: makes traces of jobs. */
  telemetry?: Telemetry | undefined;
}
