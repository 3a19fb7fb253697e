import { rmSync } from 'node:fs';
import { MongoClient, type Collection } from 'mongodb';
import { COLLECTIONS } from '../packages/storage/src/collections/models.ts';
import { mongoProcess } from '../packages/cli/src/stack/mongo.ts';
import { StoreProcess, temporaryFolder } from '../tests/support/stores.ts';
import { figure, type Benchmark, type Figure } from './figure.ts';
import { insertBesideScan } from './mongo/beside-scan.ts';
import {
  aggregateHours,
  deleteBeyond,
  findPoints,
  insertOne,
  insertSeveral,
  upsertMore,
} from './mongo/operations.ts';
import { anonymousMegabytes, preciseProcessorSeconds } from './process-usage.ts';
import { measureRawLmdb, type RawLmdb } from './mongo/raw-lmdb.ts';
import { quantile } from './quantile.ts';

/** Documents; BENCH_SIZES=10000,100000 measures less. */
const SIZES = [10_000, 100_000, 1_000_000];
const BATCH = 100;
const UPSERTS = 20_000;
const FINDS = 5_000;
/** Before them: both ends are compiled code when they are measured. */
const WARM_UP_FINDS = 2_000;
/** Documents of the hour that is aggregated: one every 360 ms. */
const HOUR_DOCUMENTS = 10_000;
const AGGREGATIONS = 15;
/** Of the last documents before each size the insert is measured; in the long form of all. */
const MEASURED_INSERTS = 20_000;

/** The embedded MongoDB with TED's predictions, from one client, beside LMDB alone with the same bytes. */
export const mongo: Benchmark = {
  name: 'mongo',
  description: 'the embedded MongoDB with predictions: inserts, upserts, finds, an hour aggregated, memory',
  async *run(say, length) {
    const sizes = process.env.BENCH_SIZES?.split(',').map(Number) ?? SIZES;
    const folder = temporaryFolder('bench-mongo');
    const server = await StoreProcess.start(mongoProcess({ kind: 'embedded', label: 'embedded' }, folder));
    try {
      await createIndexes(server.url);
      let stored = 0;
      for (const size of sizes) {
        say(`${size} documents: LMDB alone`);
        const raw = await measureRawLmdb(Math.min(size, 100_000), BATCH, FINDS);
        say(`${size} documents: the embedded server`);
        const measured = length === 'long' ? size - stored : Math.min(size - stored, MEASURED_INSERTS);
        // What is not measured comes from several clients, which is faster.
        if (measured < size - stored) await insertSeveral(server.url, stored, size - measured);
        stored = size;
        yield* measureServer(server, { size, measured, raw });
      }
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true });
    }
  },
};

async function createIndexes(url: string): Promise<void> {
  await withPredictions(url, async (predictions) => {
    const { key, indexes } = COLLECTIONS.predictions;
    await predictions.createIndex(key, { unique: true });
    for (const index of indexes) await predictions.createIndex(index);
  });
}

async function withPredictions<T>(url: string, use: (predictions: Collection) => Promise<T>): Promise<T> {
  const client = await new MongoClient(url).connect();
  try {
    return await use(client.db('bench').collection('predictions'));
  } finally {
    await client.close();
  }
}

interface Measured {
  /** Documents that are there at the end. */
  size: number;
  /** Documents of these whose insert is measured. */
  measured: number;
  raw: RawLmdb;
}

/** Seconds that one client waits, and seconds of the server's processor time. */
async function costOf(pid: number, work: () => Promise<number>): Promise<{ seconds: number; cpu: number }> {
  const before = preciseProcessorSeconds(pid);
  const seconds = await work();
  return { seconds, cpu: preciseProcessorSeconds(pid) - before };
}

/** Inserts the last documents up to a size and measures there. What it writes beyond them is deleted again. */
async function* measureServer(
  server: StoreProcess,
  { size, measured, raw }: Measured,
): AsyncGenerator<Figure> {
  const at = `at ${size}`;
  const client = await new MongoClient(server.url).connect();
  try {
    const predictions = client.db('bench').collection('predictions');

    const inserts = await costOf(server.pid, () => insertOne(predictions, size - measured, size, BATCH));
    yield figure(`insertMany ×${BATCH} ${at}`, measured / inserts.seconds, 'docs/s', {
      wanted: { least: 10_000 },
      reference: raw.puts,
    });
    yield figure(`insertMany ×${BATCH} ${at}, server CPU`, (inserts.cpu / measured) * 1e6, 'µs/doc');

    const upserts = await costOf(server.pid, () => upsertMore(predictions, size, UPSERTS, BATCH));
    yield figure(`upsert bulkWrite ×${BATCH} ${at}`, UPSERTS / upserts.seconds, 'docs/s', {
      wanted: { least: 8_000 },
      reference: raw.puts,
    });
    yield figure(`upsert bulkWrite ×${BATCH} ${at}, server CPU`, (upserts.cpu / UPSERTS) * 1e6, 'µs/doc');

    await findPoints(predictions, size, WARM_UP_FINDS);
    const finds = await findPoints(predictions, size, FINDS);
    yield figure(`point find p50 ${at}`, quantile(finds, 0.5), 'ms');
    yield figure(`point find p99 ${at}`, quantile(finds, 0.99), 'ms', {
      wanted: { most: 2 },
      reference: raw.getP99,
    });

    const span = Math.min(HOUR_DOCUMENTS, size);
    const hours = await aggregateHours(predictions, size, span, AGGREGATIONS);
    yield figure(`an hour of ${span} aggregated ${at}`, quantile(hours, 0.5), 'ms', {
      wanted: { most: 150 },
    });

    const { alone, beside } = await insertBesideScan(server.url, size);
    yield figure(`an insert beside a scan p99 ${at}`, quantile(beside, 0.99), 'ms', {
      wanted: { most: Math.round(quantile(alone, 0.99)) + 50 },
      reference: quantile(alone, 0.99),
    });
    yield figure(`anonymous memory ${at}`, anonymousMegabytes(server.pid), 'MB', { wanted: { most: 200 } });
    await deleteBeyond(predictions, size);
  } finally {
    await client.close();
  }
  await server.stop();
  const before = performance.now();
  await server.restart();
  yield figure(`opening ${at}`, (performance.now() - before) / 1000, 's', { wanted: { most: 1 } });
}
