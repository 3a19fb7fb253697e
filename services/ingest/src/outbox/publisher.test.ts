import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { BatchConsumer, BatchProducer, readBatch, type NumberedRecord } from '@ted/messaging';
import { MAX_BATCHES_OUT, Publisher } from './publisher.ts';
import { OutboxStore } from './store.ts';

const url = process.env.TED_TEST_REDIS_URL!;

/** What a test has opened; closed after it, whether it passed or not. */
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** An outbox, a publisher and a worker on the real Redis, under keys of their own. */
async function setUp(process: (id: string, data: unknown) => Promise<void>) {
  const prefix = `{test-${randomUUID()}}`;
  const store = new OutboxStore(mkdtempSync(join(tmpdir(), 'ted-publisher-')));
  await store.initialise();
  const problems: string[] = [];
  const producer = new BatchProducer({ url, prefix }, (error) => problems.push(error.message));
  await new Promise<void>((resolve) => producer.onConnected(resolve));
  const warnings: string[] = [];
  const publisher = new Publisher(store, producer, (warning) => warnings.push(warning));
  const consumer = new BatchConsumer(
    { url, prefix },
    {
      process: ({ id, data }) => process(id, data),
      onFailed: () => undefined,
      onStalled: () => undefined,
      onProblem: (error) => problems.push(error.message),
    },
  );
  const redis = new Redis(url);
  open.push(async () => {
    await consumer.close();
    await producer.close();
    await store.close();
    redis.disconnect();
  });
  return {
    store,
    publisher,
    consumer,
    warnings,
    redis,
    prefix,
    append: async (count: number, batchSize: number) => {
      await store.append(samples(count));
      await store.cut(batchSize);
    },
    /** Rounds, as the loop makes them, until the outbox is empty. */
    drain: async () => {
      const deadline = Date.now() + 20_000;
      while (store.count > 0 && Date.now() < deadline) {
        await publisher.round();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
const samples = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    kind: 'tick_sample' as const,
    json: JSON.stringify({ n, created_at: Date.now() }),
  }));
const numbers = (records: NumberedRecord[]) => records.map(({ record }) => (record as { n: number }).n);

it('asks Redis nothing about records that are in no batch yet', async () => {
  const t = await setUp(async () => undefined);
  const asked = () => t.redis.exists(`${t.prefix}:epoch`);
  await t.store.append(samples(3));
  await t.publisher.round();
  expect(await asked()).toBe(0);
  await t.store.cut(100);
  await t.publisher.round();
  expect(await asked()).toBe(1);
});

it('delivers every record, keeps a bounded number of batches in Redis, and empties the outbox [defect 3] [defect 20]', async () => {
  const seen: number[] = [];
  const t = await setUp(async (id, data) => void seen.push(...numbers(readBatch(id, data).records)));
  const count = 1000;
  await t.append(count, 10);
  await t.publisher.round();
  expect(await t.redis.llen(`${t.prefix}:batches:wait`)).toBe(MAX_BATCHES_OUT);
  t.consumer.start(() => undefined);
  await t.drain();
  expect(t.store.count).toBe(0);
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => n));
});

it('publishes again what a FLUSHALL took away', async () => {
  const seen = new Set<number>();
  const t = await setUp(async (id, data) => numbers(readBatch(id, data).records).forEach((n) => seen.add(n)));
  await t.append(50, 10);
  await t.publisher.round();
  // The keys of this test only: others share this Redis.
  const keys = await t.redis.keys(`${t.prefix}*`);
  expect(keys.length).toBeGreaterThan(5);
  await t.redis.del(...keys);
  t.consumer.start(() => undefined);
  await t.drain();
  expect(seen.size).toBe(50);
  expect(t.warnings).toEqual([]);
});

it('fails a job whose data was evicted and publishes its batch again', async () => {
  const seen = new Set<number>();
  const t = await setUp(async (id, data) => numbers(readBatch(id, data).records).forEach((n) => seen.add(n)));
  await t.append(20, 10);
  await t.publisher.round();
  await t.redis.hset(`${t.prefix}:batches:${t.store.id}-0-9`, 'data', '{}');
  t.consumer.start(() => undefined);
  await t.drain();
  expect(seen.size).toBe(20);
});

it('singles out the record that fails its batch and marks it as a dead letter', async () => {
  const stored = new Set<number>();
  const dead: { numbers: number[]; reason: string }[] = [];
  const t = await setUp(async (id, data) => {
    const batch = readBatch(id, data);
    if (batch.dead_letter) dead.push({ numbers: numbers(batch.records), reason: batch.dead_letter.reason });
    else if (numbers(batch.records).includes(7)) throw new Error('record 7 cannot be stored');
    else numbers(batch.records).forEach((n) => stored.add(n));
  });
  await t.append(20, 10);
  t.consumer.start(() => undefined);
  await t.drain();
  expect(dead).toEqual([{ numbers: [7], reason: 'failed 3 times alone' }]);
  expect([...stored].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, n) => n).filter((n) => n !== 7),
  );
});

it('lets go of batches whose records were all given up, and delivers the rest of the others', async () => {
  const seen = new Set<number>();
  const t = await setUp(async (id, data) => numbers(readBatch(id, data).records).forEach((n) => seen.add(n)));
  await t.append(3000, 10);
  await t.store.append([{ kind: 'game_ended', json: JSON.stringify({ n: 3000, created_at: Date.now() }) }]);
  await t.store.cut(10);
  await t.store.makeRoom(t.store.bytes / 2);
  const { count } = t.store;
  expect(count).toBeLessThan(3001);
  t.consumer.start(() => undefined);
  await t.drain();
  expect(t.store.count).toBe(0);
  expect(seen.size).toBe(count);
  expect(seen.has(3000)).toBe(true);
  expect(t.publisher.stored).toBe(count);
});

it('splits a batch at once that has outlived three workers', async () => {
  const stored = new Set<number>();
  const t = await setUp(async (id, data) =>
    numbers(readBatch(id, data).records).forEach((n) => stored.add(n)),
  );
  await t.append(3, 10);
  await t.publisher.round();
  // As the queue leaves a job that stalled too often.
  const job = `${t.prefix}:batches:${t.store.id}-0-2`;
  await t.redis.hset(job, 'failedReason', 'job stalled more than allowable limit');
  await t.redis.lrem(`${t.prefix}:batches:wait`, 0, `${t.store.id}-0-2`);
  await t.redis.zadd(`${t.prefix}:batches:failed`, Date.now(), `${t.store.id}-0-2`);
  await t.publisher.round();
  expect(t.store.oldest(9).map(({ first, last }) => [first, last])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  expect(t.warnings).toEqual([expect.stringContaining('outlived three workers')]);
  t.consumer.start(() => undefined);
  await t.drain();
  expect([...stored].sort()).toEqual([0, 1, 2]);
});

it('does not give up a record whose job only vanishes, however often', async () => {
  const stored = new Set<number>();
  const t = await setUp(async (id, data) =>
    numbers(readBatch(id, data).records).forEach((n) => stored.add(n)),
  );
  await t.append(1, 10);
  for (let i = 0; i < 10; i++) {
    await t.publisher.round();
    // As the finished job of a worker whose clock is an hour late: removed as the oldest one.
    await t.redis.del(`${t.prefix}:batches:${t.store.id}-0-0`);
    await t.redis.del(`${t.prefix}:batches:wait`);
  }
  expect(t.warnings).toEqual([]);
  expect(t.store.oldest(1)).toMatchObject([{ first: 0, last: 0, failures: 0 }]);
  t.consumer.start(() => undefined);
  await t.drain();
  expect([...stored]).toEqual([0]);
});
