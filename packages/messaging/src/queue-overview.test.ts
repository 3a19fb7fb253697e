import { randomUUID } from 'node:crypto';
import { BatchProducer } from './batch-producer.ts';
import { makeBatch } from './batch.ts';
import { QueueOverview } from './queue-overview.ts';

const url = process.env.TED_TEST_REDIS_URL!;

it('says how many jobs wait in each queue, and since when the oldest of them does', async () => {
  const prefix = `{test-${randomUUID()}}`;
  const producer = new BatchProducer({ url, prefix }, () => undefined);
  const overview = new QueueOverview({ url, prefix }, () => undefined);
  try {
    await new Promise<void>((resolve) => producer.onConnected(resolve));
    await Promise.all(overview.queues.map((queue) => queue.waitUntilReady()));
    const batches = async (at: number) => (await overview.read(at)).find(({ name }) => name === 'batches');
    expect(await batches(Date.now())).toMatchObject({ waiting: 0, oldest_job_age_s: null });

    const outboxId = randomUUID();
    const publish = (n: number) =>
      producer.publish([makeBatch({ outboxId, first: n, last: n }, [{ seq: n, record: n }])]);
    const before = Date.now();
    await publish(1);
    const between = Date.now();
    while (Date.now() === between);
    await publish(2);

    const { waiting, oldest_job_age_s: age } = (await batches(before + 60_000))!;
    expect(waiting).toBe(2);
    // The first was published by `between`, the second after it.
    expect(age).toBeLessThanOrEqual(60);
    expect(age).toBeGreaterThanOrEqual(60 - (between - before) / 1000);
  } finally {
    await overview.close();
    await producer.close();
  }
});
