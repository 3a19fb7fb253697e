import { randomUUID } from 'node:crypto';
import { BatchConsumer, BatchProducer, redisInfo, WorkerReports } from '@ted/messaging';
import { OutboxLoop } from '../../services/ingest/src/outbox/loop.ts';
import { steadyNow } from '../../services/ingest/src/outbox/protocol.ts';
import { OutboxStore } from '../../services/ingest/src/outbox/store.ts';
import { RedisCluster } from '../support/redis/cluster.ts';
import { RedisSentinels } from '../support/redis/sentinel.ts';
import { temporaryFolder } from '../support/stores.ts';
import { eventually } from '../support/wait.ts';

const PREFIX = '{ted}';
/** Starting six servers and two failovers, also on a busy machine. */
const TIMEOUT_MS = 150_000;

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A real outbox that takes a record every few milliseconds, and a worker that notes what it is given. */
async function underLoad(url: string) {
  const store = new OutboxStore(temporaryFolder('outbox'));
  await store.initialise();
  const producer = new BatchProducer({ url, prefix: PREFIX }, () => undefined);
  const settings = { enabled: true, intervalSeconds: 1, batchSize: 20 };
  const loop = new OutboxLoop(store, producer, { settings, maxBytes: 100_000_000 }, () => undefined);
  const taken = new Set<number>();
  const consumer = new BatchConsumer(
    { url, prefix: PREFIX },
    {
      process: ({ data }) => {
        for (const { record } of (data as { records: { record: { n: number } }[] }).records)
          taken.add(record.n);
        return Promise.resolve();
      },
      onFailed: () => undefined,
      onStalled: () => undefined,
      onProblem: () => undefined,
    },
  );
  loop.start();
  consumer.start(() => undefined);
  let accepted = 0;
  const load = setInterval(() => {
    const json = JSON.stringify({ n: accepted++, created_at: Date.now() });
    loop.accept([{ kind: 'tick_sample', json }], { sentAt: steadyNow() });
  }, 5);
  open.push(async () => {
    clearInterval(load);
    await consumer.close();
    await loop.close();
  });
  return {
    /** See {@link BatchProducer.identity}; a connection may just be coming back. */
    identity: () => eventually('the identity of Redis', () => producer.identity(), Boolean),
    untilMore: (count: number) => {
      const from = taken.size;
      return eventually(
        'more records taken',
        () => taken.size,
        (size) => size >= from + count,
        60_000,
      );
    },
    /** Ends the load and gives back what was accepted and what the worker was given. */
    finish: async () => {
      clearInterval(load);
      await eventually(
        'an empty outbox',
        () => store.count,
        (count) => count === 0,
        60_000,
      );
      return { accepted, taken: taken.size };
    },
  };
}

describe('the delivery on Redis Sentinel, by URL alone', () => {
  it(
    'loses nothing when the master is lost under load, and when it comes back as a replica',
    async () => {
      const redis = await RedisSentinels.start();
      open.push(() => redis.stop());
      const { identity, untilMore, finish } = await underLoad(redis.url);
      await untilMore(50);
      const before = await identity();

      const lost = await redis.master();
      await lost.process.kill();
      await redis.untilFailover(lost);
      await untilMore(50);
      expect(await identity()).not.toBe(before);

      await lost.process.restart();
      await untilMore(50);
      const { accepted, taken } = await finish();
      expect(taken).toBe(accepted);
      expect((await redisInfo(redis.url)).role).toBe('master');
    },
    TIMEOUT_MS,
  );
});

describe('the delivery on Redis Cluster, by URL alone', () => {
  it(
    'carries batches and reports',
    async () => {
      const redis = await RedisCluster.start(PREFIX);
      open.push(() => redis.stop());
      const { identity, untilMore, finish } = await underLoad(redis.url);
      await untilMore(50);
      expect(await identity()).toBe(await identity());
      const { accepted, taken } = await finish();
      expect(taken).toBe(accepted);

      const reports = new WorkerReports({ url: redis.url, prefix: PREFIX }, () => undefined);
      open.push(() => Promise.resolve(reports.close()));
      const report = {
        id: randomUUID(),
        pid: 1,
        started_at: 1,
        at: 1,
        persistence_enabled: true,
        mongodb: { ok: true, error: null, since: 1 },
        jobs: 0,
        records: 0,
        held: false,
        wedged: null,
        warnings: [],
      };
      await eventually('a report', () => reports.write(report), Boolean);
      expect(await reports.read()).toEqual([report]);
    },
    TIMEOUT_MS,
  );

  it('refuses keys that would lie on different nodes', () => {
    const url = 'redis-cluster://127.0.0.1:1';
    expect(() => new WorkerReports({ url, prefix: 'ted' }, () => undefined)).toThrow(/QUEUE_PREFIX/);
  });
});
