import { randomUUID } from 'node:crypto';
import { BatchConsumer, BatchProducer, redisInfo, WorkerReports } from '@ted/messaging';
import { OutboxLoop } from '../../services/ingest/src/outbox/loop.ts';
import { steadyNow } from '../../services/ingest/src/outbox/protocol.ts';
import { OutboxStore } from '../../services/ingest/src/outbox/store.ts';
import { RedisCluster } from '../support/redis/cluster.ts';
import type { RedisNodes } from '../support/redis/nodes.ts';
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

/** The network before the master stalls, closing nothing, until another one has taken over and work has gone on. */
async function stallMaster(redis: RedisNodes, goesOn: () => Promise<unknown>): Promise<void> {
  const master = await redis.master();
  const others = redis.all.filter((node) => node !== master);
  for (const wire of master.wires) wire.stall();
  for (const { wires } of others)
    for (const wire of wires) wire.stall((address) => address === master.address);
  await redis.untilFailover(master);
  await goesOn();
  for (const { wires } of redis.all) for (const wire of wires) wire.heal();
  await redis.untilWhole();
}

/** kill -9, and back again once another one has taken over and work has gone on. */
async function loseMaster(redis: RedisNodes, goesOn: () => Promise<unknown>): Promise<void> {
  const lost = await redis.master();
  await lost.process.kill();
  await redis.untilFailover(lost);
  await goesOn();
  await lost.process.restart();
  await redis.untilWhole();
}

describe.each([
  { name: 'Sentinel', start: () => RedisSentinels.start() },
  { name: 'Cluster', start: () => RedisCluster.start(PREFIX) },
])('the delivery on Redis $name, by URL alone', ({ start }) => {
  const losses = [
    { what: 'is lost under load, and comes back as a replica', lose: loseMaster },
    { what: 'is cut off by a network that stalls, and comes back', lose: stallMaster },
  ];
  it.each(losses)(
    'loses nothing when the master $what',
    async ({ lose }) => {
      const redis: RedisNodes = await start();
      open.push(() => redis.stop());
      const { identity, untilMore, finish } = await underLoad(redis.url);
      await untilMore(50);
      const before = await identity();
      expect(await identity()).toBe(before);

      await lose(redis, async () => {
        await untilMore(50);
        expect(await identity()).not.toBe(before);
      });
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
    'waits while a master and its replica are both away, and goes on when they are back; carries reports',
    async () => {
      const redis = await RedisCluster.start(PREFIX);
      open.push(() => redis.stop());
      const { untilMore, finish } = await underLoad(redis.url);
      await untilMore(50);

      const master = await redis.master();
      const pair = [master, ...(await redis.replicasOf(master))];
      expect(pair).toHaveLength(2);
      await Promise.all(pair.map(({ process }) => process.kill()));
      await eventually(
        'somebody who says that nobody serves the keys',
        () => redisInfo(redis.url).catch((error: Error) => error.message),
        (answer) => typeof answer === 'string' && answer.includes('No master in the Redis Cluster'),
      );
      await Promise.all(pair.map(({ process }) => process.restart()));
      await untilMore(50);
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
