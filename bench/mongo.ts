import { readFileSync, rmSync } from 'node:fs';
import { COLLECTIONS } from '../packages/storage/src/collections/models.ts';
import { MongoClient, type Collection } from 'mongodb';
import { mongoProcess } from '../packages/cli/src/stack/mongo.ts';
import { StoreProcess, temporaryFolder } from '../tests/support/stores.ts';
import { figure, type Benchmark, type Figure } from './figure.ts';
import { keyAt, predictionAt, START, TICK_MS } from './mongo/predictions.ts';
import { measureRawLmdb, type RawLmdb } from './mongo/raw-lmdb.ts';
import { quantile } from './quantile.ts';

/** Documents; BENCH_SIZES=10000,100000 measures less. */
const SIZES = [10_000, 100_000, 1_000_000];
const BATCH = 100;
const UPSERTS = 20_000;
const FINDS = 5_000;
/** Documents of the hour that is aggregated: one every 360 ms. */
const HOUR_DOCUMENTS = 10_000;
const AGGREGATIONS = 15;

/** The embedded MongoDB with TED's predictions, from one client, beside LMDB alone with the same bytes. */
export const mongo: Benchmark = {
  name: 'mongo',
  description: 'the embedded MongoDB with predictions: inserts, upserts, finds, an hour aggregated, memory',
  async *run(say) {
    const sizes = process.env.BENCH_SIZES?.split(',').map(Number) ?? SIZES;
    for (const size of sizes) {
      say(`${size} documents: LMDB alone`);
      const raw = await measureRawLmdb(Math.min(size, 100_000), BATCH, FINDS);
      say(`${size} documents: the embedded server`);
      yield* measureServer(size, raw, say);
    }
  },
};

async function* measureServer(
  size: number,
  raw: RawLmdb,
  say: (line: string) => void,
): AsyncGenerator<Figure> {
  const folder = temporaryFolder('bench-mongo');
  const server = await StoreProcess.start(mongoProcess({ kind: 'embedded', label: 'embedded' }, folder));
  const client = await new MongoClient(server.url).connect();
  try {
    const predictions = client.db('bench').collection('predictions');
    const { key, indexes } = COLLECTIONS.predictions;
    await predictions.createIndex(key, { unique: true });
    for (const index of indexes) await predictions.createIndex(index);
    const at = `at ${size}`;

    const inserts = await insertAll(predictions, size, say);
    yield figure(`insertMany ×${BATCH} ${at}`, inserts, 'docs/s', {
      wanted: { least: 10_000 },
      reference: raw.puts,
    });

    const upserts = await upsertMore(predictions, size);
    yield figure(`upsert bulkWrite ×${BATCH} ${at}`, upserts, 'docs/s', {
      wanted: { least: 8_000 },
      reference: raw.puts,
    });

    const finds = await findPoints(predictions, size);
    yield figure(`point find p50 ${at}`, quantile(finds, 0.5), 'ms');
    yield figure(`point find p99 ${at}`, quantile(finds, 0.99), 'ms', {
      wanted: { most: 2 },
      reference: raw.getP99,
    });

    const hours = await aggregateHours(predictions, size);
    const hour = `an hour of ${Math.min(HOUR_DOCUMENTS, size)} aggregated ${at}`;
    yield figure(hour, quantile(hours, 0.5), 'ms', { wanted: { most: 150 } });

    const megabytes = anonymousMegabytes(server.pid);
    if (megabytes !== undefined)
      yield figure(`anonymous memory ${at}`, megabytes, 'MB', { wanted: { most: 200 } });

    await client.close();
    await server.stop();
    const before = performance.now();
    await server.restart();
    yield figure(`opening ${at}`, (performance.now() - before) / 1000, 's', { wanted: { most: 1 } });
  } finally {
    await client.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Documents a second, one client, one batch after the other. What the client needs to make them is not counted. */
async function insertAll(
  predictions: Collection,
  size: number,
  say: (line: string) => void,
): Promise<number> {
  let spent = 0;
  for (let n = 0; n < size; n += BATCH) {
    const documents = Array.from({ length: Math.min(BATCH, size - n) }, (_, i) => predictionAt(n + i));
    const before = performance.now();
    await predictions.insertMany(documents);
    spent += performance.now() - before;
    if (n > 0 && n % 100_000 === 0) say(`  ${n} inserted, ${Math.round(n / (spent / 1000))} docs/s`);
  }
  return size / (spent / 1000);
}

/** Half of them are there already, as when a batch is delivered twice. */
async function upsertMore(predictions: Collection, size: number): Promise<number> {
  let spent = 0;
  const first = size - UPSERTS / 2;
  for (let n = 0; n < UPSERTS; n += BATCH) {
    const operations = Array.from({ length: BATCH }, (_, i) => {
      const filter = keyAt(first + n + i);
      const update = { $setOnInsert: predictionAt(first + n + i), $max: { seen: n } };
      return { updateOne: { filter, update: withoutKey(update, filter), upsert: true } };
    });
    const before = performance.now();
    await predictions.bulkWrite(operations, { ordered: false });
    spent += performance.now() - before;
  }
  return UPSERTS / (spent / 1000);
}

function withoutKey<T extends { $setOnInsert: Record<string, unknown> }>(update: T, key: object): T {
  const rest = Object.entries(update.$setOnInsert).filter(([name]) => !(name in key));
  return { ...update, $setOnInsert: Object.fromEntries(rest) };
}

async function findPoints(predictions: Collection, size: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < FINDS; i++) {
    const key = keyAt(Math.floor(Math.random() * size));
    const before = performance.now();
    const found = await predictions.findOne(key);
    times.push(performance.now() - before);
    if (!found) throw new Error(`a prediction is gone: ${JSON.stringify(key)}`);
  }
  return times;
}

/** Different hours of the stored time. */
async function aggregateHours(predictions: Collection, size: number): Promise<number[]> {
  const times: number[] = [];
  const span = Math.min(HOUR_DOCUMENTS, size);
  for (let i = 0; i < AGGREGATIONS; i++) {
    const from = Math.floor((i / AGGREGATIONS) * (size - span));
    const at = (n: number) => new Date(START + n * TICK_MS);
    const before = performance.now();
    const [result] = await predictions
      .aggregate([
        { $match: { created_at: { $gte: at(from), $lt: at(from + span) } } },
        {
          $group: {
            _id: '$feed',
            count: { $sum: 1 },
            confidence: { $avg: '$confidence' },
            least: { $min: '$p_rug_40' },
            most: { $max: '$p_rug_40' },
          },
        },
      ])
      .toArray();
    times.push(performance.now() - before);
    if (result?.count !== span) throw new Error(`${result?.count} of ${span} documents were aggregated`);
  }
  return times;
}

/** Memory that no file stands behind; undefined where the system does not say. */
function anonymousMegabytes(pid: number): number | undefined {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Anonymous: +(\d+) kB/m.exec(rollup)![1]) / 1024;
  } catch {
    return undefined;
  }
}
