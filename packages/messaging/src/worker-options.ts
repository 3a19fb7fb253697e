import type { WorkerOptions } from 'bullmq';

/** A killed worker's job starts again elsewhere after about these three seconds; a paused one loses its lock. */
const LOCK_MS = 3000;
const STALLED_CHECK_MS = 1000;
/** A job that keeps killing its workers ends as failed, so that the outbox can single out the record that does it. */
const MAX_STALLED = 2;

export const WORKER_TIMINGS = {
  lockDuration: LOCK_MS,
  stalledInterval: STALLED_CHECK_MS,
  maxStalledCount: MAX_STALLED,
  drainDelay: 2,
} satisfies Partial<WorkerOptions>;
