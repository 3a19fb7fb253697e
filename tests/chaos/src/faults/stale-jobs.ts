import { randomUUID } from 'node:crypto';
import { jobId, makeBatch, QUEUES, type BatchPayload } from '@ted/messaging';
import { Queue } from 'bullmq';
import { BATCHES, PREFIX, type Inject } from '../chaos.ts';
import { untilDone } from '../wait.ts';

const COPIES = 3;

/**
 * Jobs of an earlier outbox, as a restored Redis would hold them: old records under its ids, some waiting, some completed.
 * Storing them once more must change nothing.
 */
export const staleJobs: Inject = async ({ redisClient }) => {
  const queue = new Queue(QUEUES.batches, {
    connection: redisClient,
    prefix: PREFIX,
    skipVersionCheck: true,
  });
  queue.on('error', () => undefined);
  const ids = await untilDone('a completed job', async () => {
    const completed = await redisClient.zrevrange(`${BATCHES}completed`, 0, -1);
    const old = await Promise.all(
      completed.slice(0, 50).map((id) => redisClient.hget(`${BATCHES}${id}`, 'data')),
    );
    const payloads = old.flatMap((data) => (data ? [JSON.parse(data) as Partial<BatchPayload>] : []));
    const batches = payloads.filter(({ records }) => records !== undefined).slice(0, COPIES);
    if (batches.length === 0) throw new Error('no batch was completed yet');
    const outboxId = randomUUID();
    return Promise.all(
      batches.map(async ({ first, last, records }) => {
        const batch = makeBatch({ outboxId, first: first!, last: last! }, records!);
        const id = jobId({ outboxId, first: first!, last: last! });
        await queue.add('batch', batch, { jobId: id, removeOnComplete: true });
        const done = `${randomUUID()}-${first}-${last}`;
        const at = Date.now();
        await redisClient.hset(`${BATCHES}${done}`, {
          name: 'batch',
          data: JSON.stringify(batch),
          timestamp: at,
        });
        await redisClient.zadd(`${BATCHES}completed`, at, done);
        return id;
      }),
    );
  });
  const now = Date.now();
  return { from: now, to: now, note: `${ids.length} waiting, as many completed` };
};
