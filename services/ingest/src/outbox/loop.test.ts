import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { BatchConsumer, BatchProducer, readBatch, type RecordKind } from '@ted/messaging';
import { OutboxLoop } from './loop.ts';
import { steadyNow, type FromOutbox, type OutboxFigures, type OutboxSettings } from './protocol.ts';
import { OutboxStore } from './store.ts';

const url = process.env.TED_TEST_REDIS_URL!;
const AN_HOUR = 3600;

/** What a test has opened; closed after it, whether it passed or not. */
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** An outbox's loop on the real Redis, under keys of its own, as its thread runs it. */
async function startLoop(
  settings: OutboxSettings,
  more: { maxWaiting?: number; hangsAfterSeconds?: number } = {},
) {
  const prefix = `{test-${randomUUID()}}`;
  const folder = mkdtempSync(join(tmpdir(), 'ted-loop-'));
  const store = new OutboxStore(folder);
  await store.initialise();
  const events = new EventEmitter<{ figures: [OutboxFigures] }>();
  const producer = new BatchProducer({ url, prefix }, () => undefined);
  await new Promise<void>((resolve) => producer.onConnected(resolve));
  const options = { settings, maxBytes: 10_000_000, ...more };
  const loop = new OutboxLoop(store, producer, options, (message: FromOutbox) => {
    if (message.type === 'figures') events.emit('figures', message.figures);
  });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= loop.close());
  open.push(close);
  loop.start();
  let n = 0;
  return {
    loop,
    prefix,
    folder,
    store,
    close,
    accept: (count: number, kind: RecordKind = 'prediction') =>
      loop.accept(
        Array.from({ length: count }, () => ({
          kind,
          json: JSON.stringify({ n: n++, created_at: Date.now() }),
        })),
        { sentAt: steadyNow() },
      ),
    /** The figures once they satisfy. */
    figures: async (satisfy: (figures: OutboxFigures) => boolean) => {
      for (;;) {
        const [figures] = await once(events, 'figures');
        if (satisfy(figures)) return figures;
      }
    },
  };
}

/** A worker that only notes what it is given. */
function takeBatches(prefix: string) {
  const taken = new EventEmitter<{ batch: [] }>();
  const sizes: number[] = [];
  const numbers: number[] = [];
  const consumer = new BatchConsumer(
    { url, prefix },
    {
      process: async ({ id, data }) => {
        const { records } = readBatch(id, data);
        sizes.push(records.length);
        numbers.push(...records.map(({ record }) => (record as { n: number }).n));
        taken.emit('batch');
      },
      onFailed: () => undefined,
      onStalled: () => undefined,
      onProblem: () => undefined,
    },
  );
  open.push(() => consumer.close());
  consumer.start(() => undefined);
  return {
    sizes,
    numbers,
    until: async (count: number) => {
      while (numbers.length < count) await once(taken, 'batch');
    },
  };
}

/** Lets nobody write to the outbox, and says nothing of it, as a disk does that hangs. Resolves once it does; gives what ends it. */
async function hang(folder: string): Promise<() => Promise<void>> {
  const held = `
    import { readSync, writeSync } from 'node:fs';
    import { open } from 'lmdb';
    open({ path: process.argv[1], noSubdir: true }).transactionSync(() => {
      writeSync(1, 'held');
      readSync(0, Buffer.alloc(1));
    });
    process.exit(0);`;
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', held, '--', join(folder, 'outbox.lmdb')],
    { cwd: join(import.meta.dirname, '../..'), stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const end = async () => {
    child.stdin.end();
    await exited;
  };
  open.push(end);
  await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => Promise.reject(new Error('it ended before it held the outbox'))),
  ]);
  return end;
}

it('publishes a full batch at once, the rest at the interval, and none is larger than the batch size [defect 3] [defect 5]', async () => {
  const t = await startLoop({ enabled: true, intervalSeconds: AN_HOUR, batchSize: 100 });
  const worker = takeBatches(t.prefix);
  await t.figures(({ redis }) => redis.ok);
  t.accept(99);
  // Two reports of the loop, a second apart: between them it has asked itself several times what is due.
  await t.figures(({ pending }) => pending === 99);
  await t.figures(({ pending }) => pending === 99);
  expect(worker.sizes).toEqual([]);

  t.accept(121);
  await worker.until(200);
  expect(worker.sizes).toEqual([100, 100]);
  await t.figures(({ pending }) => pending === 20);
  expect(worker.sizes).toEqual([100, 100]);

  t.loop.apply({ enabled: true, intervalSeconds: 1, batchSize: 7 });
  await worker.until(220);
  expect(worker.sizes).toEqual([100, 100, 7, 7, 6]);
  expect(worker.numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 220 }, (_, n) => n));
  await t.figures(({ pending }) => pending === 0);
});

it('publishes when it stops, long before the interval, and keeps on disk what no worker has stored [defect 9]', async () => {
  const t = await startLoop({ enabled: true, intervalSeconds: AN_HOUR, batchSize: 100 });
  await t.figures(({ redis }) => redis.ok);
  t.accept(3);
  await t.figures(({ pending }) => pending === 3);
  t.accept(2);
  await t.close();

  const redis = new Redis(url);
  open.push(async () => redis.disconnect());
  const jobs = await redis.lrange(`${t.prefix}:batches:wait`, 0, -1);
  const sizes = await Promise.all(
    jobs.map(async (id) => {
      const data = await redis.hget(`${t.prefix}:batches:${id}`, 'data');
      return readBatch(id, JSON.parse(data ?? 'null')).count;
    }),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5);

  const again = new OutboxStore(t.folder);
  open.push(() => again.close());
  expect(again.count).toBe(5);
});

it('says when the disk hangs, gives up the oldest samples beyond its bound meanwhile, and writes the rest once it goes on', async () => {
  const t = await startLoop(
    { enabled: false, intervalSeconds: AN_HOUR, batchSize: 100 },
    // A record has some 40 characters.
    { maxWaiting: 4000, hangsAfterSeconds: 1 },
  );
  t.accept(1);
  await t.figures(({ pending, disk }) => pending === 1 && disk.ok);
  const goOn = await hang(t.folder);
  t.accept(10, 'game_ended');
  // These wait behind a write; for as long as that may be a slow one, all of them.
  t.accept(500, 'tick_sample');
  t.accept(5, 'game_ended');
  await t.figures(({ pending, disk }) => pending === 516 && disk.ok);
  const { dropped, disk, pending } = await t.figures(({ disk }) => !disk.ok);
  expect(disk.error).toMatch(/has not ended for more than 1 s/);
  expect(dropped.tick_sample).toBeGreaterThan(300);
  expect(dropped.tick_sample).toBeLessThan(450);
  expect({ pending, predictions: dropped.prediction }).toEqual({
    pending: 516 - dropped.tick_sample,
    predictions: 0,
  });
  await goOn();
  await t.figures(({ disk }) => disk.ok);
  await t.close();

  const again = new OutboxStore(t.folder);
  open.push(() => again.close());
  expect(again.count).toBe(pending);
  await again.cut(1000);
  const numbers = again.oldest(10).flatMap((batch) => again.read(batch));
  const known = numbers.map(({ record }) => (record as { n: number }).n);
  const newest = Array.from({ length: 500 - dropped.tick_sample + 5 }, (_, i) => 516 - 1 - i);
  expect(known.sort((a, b) => a - b)).toEqual([...Array(11).keys(), ...newest.toReversed()]);
});
