import { QUEUES } from '@ted/messaging';
import { Queue } from 'bullmq';
import { eventually } from '../../../support/wait.ts';
import { PREFIX, type Inject } from '../chaos.ts';

const TIMEOUT_MS = 90_000;

/** A job that is no batch. Redis may lose it, and nobody sends it again: it is put there until it is a dead letter. */
export const foreignJob: Inject = async ({ redisClient, db, random, owed, signal }) => {
  const queue = new Queue(QUEUES.batches, {
    connection: redisClient,
    prefix: PREFIX,
    skipVersionCheck: true,
  });
  queue.on('error', () => undefined);
  const id = `chaos-${random.hex(8)}`;
  const from = Date.now();
  const job = { id, at: from, mayBeLost: true };
  owed.foreignJobs.push(job);
  await eventually(
    `a dead letter of job ${id}`,
    async () => {
      signal.throwIfAborted();
      await queue.add('batch', { greeting: 'no batch' }, { jobId: id });
      return db.collection('dead_letters').countDocuments({ key: `job-${id}` }, { timeoutMS: 1000 });
    },
    (count) => count > 0,
    TIMEOUT_MS,
  );
  job.mayBeLost = false;
  return { from, to: from, note: `dead letter after ${((Date.now() - from) / 1000).toFixed(1)} s` };
};
