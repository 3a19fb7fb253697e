import { rmSync } from 'node:fs';
import { MongoClient, type Db } from 'mongodb';
import { Database, readPersistenceMetrics, updateHourlyMetrics } from '@ted/storage';
import { computeHour } from '../packages/storage/src/metrics/compute-hour.ts';
import { startMongo, temporaryFolder } from '../tests/support/stores.ts';
import { alternate, medians } from './alternate.ts';
import { figure, type Benchmark, type Figure } from './figure.ts';
import { seedPredictions } from './gateway/seed.ts';
import { growth, type CostPoint } from './growth.ts';
import { quantile } from './quantile.ts';
import { measureRetention } from './stored/retention.ts';

const HOUR_MS = 3_600_000;
/** So that ten thousand predictions span more than the 24 hours that are asked for. */
const SPARSE_MS = 10_000;
const HOUR_PREDICTIONS = 10_000;
const SIZES = { short: [100, 1000, 10_000, 100_000], long: [1000, 10_000, 100_000, 1_000_000] };
const EXPIRED = { short: 100_000, long: 1_000_000 };
const READS = 40;
/** The size that others are compared with. */
const BASE = 10_000;

/** What must not grow with the database: 24 hours of metrics, one hour's computation, a write beside the cleanup. */
export const stored: Benchmark = {
  name: 'stored',
  description:
    'with many stored documents: metrics of 24 h, an hour computed, writes while old ones are deleted',
  async *run(say, length) {
    const folder = temporaryFolder('bench-stored');
    const mongo = await startMongo(folder);
    const client = await MongoClient.connect(mongo.url);
    try {
      const reads: CostPoint[] = [];
      for (const size of SIZES[length]) {
        const name = `bench_${size}`;
        const url = `${mongo.url}/${name}`;
        await seedPredictions(url, client.db(name), size, say, SPARSE_MS);
        const database = new Database({ url });
        await database.open();
        try {
          yield* measureReads(database, size, reads);
          if (size === SIZES[length].at(-1)) {
            yield* measureHour(database, client.db(name), size);
            say(`${EXPIRED[length]} documents expire while others are written`);
            yield* measureRetention(client.db(name), url, EXPIRED[length]);
          }
        } finally {
          await database.close();
        }
      }
      yield* growth('metrics of 24 h', { per: 'predictions', unit: 'ms', points: reads, most: 0.1 });
    } finally {
      await client.close();
      await mongo.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What `/api/persistence/metrics?hours=24` reads when nobody has asked just before. */
async function* measureReads(database: Database, size: number, reads: CostPoint[]): AsyncGenerator<Figure> {
  await updateHourlyMetrics(database, { oldest: new Date(0), mayWrite: () => Promise.resolve() });
  const times: number[] = [];
  for (let i = 0; i < READS; i++) {
    const began = performance.now();
    await readPersistenceMetrics(database, 'simulated', 24);
    times.push(performance.now() - began);
  }
  reads.push({ work: size, cost: quantile(times, 0.5) });
  const base = reads.find(({ work }) => work === BASE);
  if (base && size > BASE)
    yield figure(`metrics of 24 h at ${size} predictions (beside ${BASE})`, quantile(times, 0.5), 'ms', {
      wanted: { mostRatio: 1.3 },
      reference: base.cost,
    });
}

async function* measureHour(database: Database, db: Db, size: number): AsyncGenerator<Figure> {
  const [template] = await db.collection('predictions').find().limit(1).toArray();
  const { _id, ...rest } = template!;
  const start = new Date(Date.UTC(2020, 0, 1));
  const documents = Array.from({ length: HOUR_PREDICTIONS }, (_, i) => ({
    ...rest,
    game_id: `hour-${Math.floor(i / 20)}`,
    predicted_at_tick: (i % 20) * 10,
    created_at: new Date(Number(start) + Math.floor((i * HOUR_MS) / HOUR_PREDICTIONS)),
  }));
  await db.collection('predictions').insertMany(documents, { ordered: false });
  const within = { $gte: start, $lt: new Date(Number(start) + HOUR_MS) };
  const timed = async (work: () => Promise<number>) => {
    const began = performance.now();
    if ((await work()) !== HOUR_PREDICTIONS) throw new Error('the hour is not whole');
    return performance.now() - began;
  };
  const turns = await alternate({
    ours: () => timed(async () => (await computeHour(database, 'simulated', start)).predictions_made),
    reference: () =>
      timed(
        async () =>
          (await db.collection('predictions').find({ created_at: within, feed: 'simulated' }).toArray())
            .length,
      ),
  });
  const { ours, reference } = medians(turns, (ms) => ms);
  yield figure(`an hour of ${HOUR_PREDICTIONS} predictions computed, ${size} stored`, ours, 'ms', {
    wanted: { mostRatio: 2 },
    reference,
  });
}
