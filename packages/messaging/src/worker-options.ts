import type { WorkerOptions } from 'bullmq';

/** A killed worker's job starts again elsewhere after about these three seconds; a paused one loses its lock. */
const LOCK_MS = 3000;
const STALLED_CHECK_MS = 1000;
/** A job that keeps killing its workers ends as failed, so that the outbox can single out the record that does it. */
const MAX_STALLED = 2;
/** After a lost connection; BullMQ's own 15 s are a long time without a worker. */
const RETRY_MS = 500;

export const WORKER_TIMINGS = {
  lockDuration: LOCK_MS,
  stalledInterval: STALLED_CHECK_MS,
  maxStalledCount: MAX_STALLED,
  drainDelay: 2,
  runRetryDelay: RETRY_MS,
} satisfies Partial<WorkerOptions>;
