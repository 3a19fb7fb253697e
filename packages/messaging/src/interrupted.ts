import { WaitingError, type Job } from 'bullmq';

/** Thrown by a handler that was interrupted by a stop: the job goes back to the queue and counts as untouched. */
export class InterruptedError extends Error {
  override name = 'InterruptedError';
}

/** Runs a job's work; an interrupted one waits again, for this worker's successor or another replica. */
export async function interruptible<T>(
  job: Job,
  token: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    await job.moveToWait(token);
    throw new WaitingError();
  }
}
