import { randomUUID } from 'node:crypto';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { BatchConsumer } from './batch-consumer.ts';
import { BatchProducer } from './batch-producer.ts';
import { makeBatch, type BatchPayload } from './batch.ts';
import { QUEUES } from './queues.ts';

const url = process.env.TED_TEST_REDIS_URL!;
const AT_ONCE = 4;
const WORK_MS = 10;

const outboxId = randomUUID();
const batch = (n: number): BatchPayload =>
  makeBatch({ outboxId, first: n, last: n }, [{ seq: n, record: n }]);
const numberOf = (data: unknown): number => (data as BatchPayload).first;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function queue() {
  const prefix = `{test-${randomUUID()}}`;
  const producer = new BatchProducer({ url, prefix }, () => undefined);
  open.push(() => producer.close());
  await new Promise<void>((resolve) => producer.onConnected(resolve));
  return { prefix, producer };
}

/** Takes jobs and is never heard of again. */
async function takeAndDie(prefix: string, jobs: number): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  const worker = new Worker(QUEUES.batches, null, {
    connection: redis,
    prefix,
    autorun: false,
    lockDuration: 100,
  });
  for (let n = 0; n < jobs; n++) expect(await worker.getNextJob(`dead-${n}`)).toBeDefined();
  await worker.close(true);
  redis.disconnect();
}

it('takes jobs together, and those that outlived a worker one at a time and beside no other', async () => {
  const { prefix, producer } = await queue();
  const SUSPECTS = 3;
  await producer.publish(Array.from({ length: SUSPECTS }, (_, n) => batch(n)));
  await takeAndDie(prefix, SUSPECTS);

  const inHand = new Set<number>();
  /** For each job the most that were in hand with it, itself included. */
  const crowd = new Map<number, number>();
  const stored: number[] = [];
  let next = SUSPECTS;
  const more = (count: number) => producer.publish(Array.from({ length: count }, () => batch(next++)));
  const allSuspects = () => stored.filter((n) => n < SUSPECTS).length === SUSPECTS;
  let done = (): void => undefined;
  const finished = new Promise<void>((resolve) => (done = resolve));
  const consumer = new BatchConsumer(
    { url, prefix },
    {
      atOnce: AT_ONCE,
      process: async ({ data }) => {
        const n = numberOf(data);
        inHand.add(n);
        for (const each of inHand) crowd.set(each, Math.max(crowd.get(each) ?? 0, inHand.size));
        // There is always other work, before, beside and after them.
        if (!allSuspects()) await more(1);
        await new Promise((resolve) => setTimeout(resolve, WORK_MS));
        inHand.delete(n);
        stored.push(n);
        if (allSuspects() && stored.length === next) done();
      },
      onFailed: () => undefined,
      onStalled: () => undefined,
      onProblem: () => undefined,
    },
  );
  open.push(() => consumer.close());
  await more(2 * AT_ONCE);
  consumer.start(() => undefined);
  await finished;

  expect([0, 1, 2].map((n) => crowd.get(n))).toEqual([1, 1, 1]);
  expect(Math.max(...crowd.values())).toBe(AT_ONCE);
  expect(stored.toSorted((a, b) => a - b)).toEqual(Array.from({ length: next }, (_, n) => n));
});
