import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobId } from '@ted/messaging';
import { createLogger, Lifecycle, LiveSettings, Metrics, WedgeProbe } from '@ted/platform';
import { DatabaseMonitor, HOUR_MS, migrate, readTotals, type Database } from '@ted/storage';
import { BatchProcessor } from '../../../services/persistence-worker/src/batch-processor.ts';
import { hourlyMetrics } from '../../../services/persistence-worker/src/jobs/hourly-metrics.ts';
import { Totals } from '../../../services/persistence-worker/src/totals.ts';
import { WorkerMetrics } from '../../../services/persistence-worker/src/metrics.ts';
import { PersistenceWorker } from '../../../services/persistence-worker/src/worker.ts';
import { WriteGate } from '../../../services/persistence-worker/src/write-gate.ts';
import { CuttingProxy } from '../../support/cutting-proxy.ts';
import { freshMongoUrl, openDatabase } from '../../support/database.ts';
import { batchOf, ended, prediction, sideBet, started, tickSample } from '../../support/records.ts';
import { eventually } from '../../support/wait.ts';

/** A worker's parts on a MongoDB whose wire can be cut. */

const folder = mkdtempSync(join(tmpdir(), 'ted-failures-'));
writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=true\n');
const live = new LiveSettings(join(folder, '.env'), {});
const logger = createLogger('test', { level: 'error', format: 'text' });

let proxy: CuttingProxy;
/** Through the wire, as the worker has it. */
let database: Database;
/** Beside it, for the test. */
let direct: Database;
let stop: AbortController;
let gate: WriteGate;
let processor: BatchProcessor;
beforeEach(async () => {
  const url = freshMongoUrl();
  await migrate({ mongoUrl: url, checkOnly: false, log: () => undefined });
  direct = await openDatabase(url);
  proxy = await CuttingProxy.before(url);
  database = await openDatabase(proxy.url);
  stop = new AbortController();
  const monitor = new DatabaseMonitor(database);
  void monitor.watch(stop.signal);
  gate = new WriteGate(live, monitor, stop.signal);
  // What it logs about the failures that are made here is no news.
  processor = new BatchProcessor(
    database,
    gate,
    new Totals(database),
    Object.assign(logger, { silent: true }),
  );
});
afterEach(async () => {
  stop.abort();
  await database.close();
  await proxy.close();
  await direct.connection.dropDatabase();
  await direct.close();
});

/** Processes a batch as the queue's job. */
function process(records: readonly unknown[]): Promise<void> {
  const batch = batchOf(records);
  const id = jobId({ outboxId: batch.outbox_id, first: batch.first, last: batch.last });
  return processor.process({ id, data: batch });
}
const totals = () => readTotals(direct);

describe('a write that fails', () => {
  it.each(['predictions', 'games'])(
    'to %s is counted and told in the status, and nothing of the batch is dropped [defect 20] [defect 21]',
    async (collection) => {
      expect(await totals()).toMatchObject({ errors: 0, last_error: null });
      proxy.cut('update', collection);
      const done = process([
        started('a'),
        prediction('a', 0),
        sideBet('a', 5),
        tickSample('a', 10),
        ended('a', 30),
      ]);
      await eventually(
        'a failure',
        () => proxy.cuts,
        (cuts) => cuts > 0,
      );
      proxy.heal();
      await done;
      const { errors, last_error } = await totals();
      expect(errors).toBeGreaterThan(0);
      expect(last_error).toMatch(/^\d{4}-\d\d-\d\dT.*connection/i);
      for (const name of ['games', 'predictions', 'side_bets', 'tick_samples'] as const)
        expect([name, await direct.models[name].collection.countDocuments({})]).toEqual([name, 1]);
      expect(await direct.models.games.findOne({}).lean()).toMatchObject({ status: 'ended', end_tick: 30 });
      expect(await direct.models.dead_letters.countDocuments({})).toBe(0);
    },
  );
});

it.each([
  ['tick samples', [tickSample('a', 10)], 1],
  ['predictions', [prediction('a', 0), prediction('a', 10)], 2],
  ['side bets', [sideBet('a', 5)], 1],
])('last_save and the count move with %s, not with games alone [defect 21]', async (_, records, count) => {
  await process([started('a')]);
  const before = await totals();
  await process(records);
  const after = await totals();
  expect(after.records_saved).toBe(before.records_saved + count);
  expect(Number(after.last_save)).toBeGreaterThan(Number(before.last_save));
});

describe('hourly metrics that cannot be computed', () => {
  const twoHoursAgo = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * HOUR_MS;
  const at = (record: unknown, ms: number) => ({ ...(record as object), created_at: twoHoursAgo + ms });
  const run = () => hourlyMetrics(database, gate, live, logger, stop.signal);
  const hours = () => direct.models.metrics_hourly.find({}).sort({ hour_start: 1 }).lean();

  it.each(['predictions', 'system_samples'])(
    'because %s cannot be read fail aloud and store no zeros; the next run makes up for it [defect 14] [defect 21]',
    async (collection) => {
      await process([
        at(started('a'), 0),
        at(prediction('a', 0), 0),
        at(sideBet('a', 5), 5),
        at(ended('a', 30), 9),
      ]);
      // The query for what the hour holds.
      proxy.cut('find', collection, '$gte');
      await expect(run()).rejects.toThrow(/connection/i);
      expect(proxy.cuts).toBeGreaterThan(0);
      expect(await hours()).toEqual([]);
      proxy.heal();
      await run();
      const made = await hours();
      expect(made.slice(0, 2)).toMatchObject([
        { games_analyzed: 1, predictions_made: 1, side_bet_metrics: { bets_won: 1 } },
        { games_analyzed: 0, predictions_made: 0 },
      ]);
    },
  );
});

it('the status counts a record that cannot be stored as an error [defect 1] [defect 21]', async () => {
  await process([started('a'), { ...(started('b') as object), start_tick: -1 }]);
  expect(await direct.models.dead_letters.countDocuments({})).toBe(1);
  expect(await readTotals(direct)).toMatchObject({
    errors: 1,
    last_error: expect.stringContaining('start_tick'),
  });
});

it('the status counts a maintenance job that fails as an error [defect 21]', async () => {
  proxy.cut('find', 'dirty_hours');
  const lifecycle = new Lifecycle();
  const redis = { url: globalThis.process.env.TED_TEST_REDIS_URL!, prefix: `{test-${randomUUID()}}` };
  const worker = new PersistenceWorker(
    redis,
    {
      database,
      live,
      logger,
      probe: new WedgeProbe(60_000, () => undefined),
      metrics: new WorkerMetrics(new Metrics()),
    },
    lifecycle,
  );
  worker.start(lifecycle);
  try {
    await eventually(
      'the hourly job has failed',
      () => proxy.cuts,
      (cuts) => cuts > 0,
    );
    proxy.heal();
    await eventually(
      'an error in the status',
      () => readTotals(direct),
      ({ errors, last_error }) => errors > 0 && last_error !== null,
      5000,
    );
  } finally {
    await lifecycle.stop(5000, () => undefined);
  }
});
