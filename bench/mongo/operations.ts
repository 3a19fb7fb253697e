import { MongoClient, type Collection } from 'mongodb';
import { keyAt, predictionAt, START, TICK_MS } from './predictions.ts';

const timeOf = (n: number) => new Date(START + n * TICK_MS);

/** Inserts the documents from `first` up to `end`, one client, one batch after the other. */
export async function insertOne(
  predictions: Collection,
  first: number,
  end: number,
  batch: number,
): Promise<number> {
  let spent = 0;
  for (let n = first; n < end; n += batch) {
    const documents = Array.from({ length: Math.min(batch, end - n) }, (_, i) => predictionAt(n + i));
    const before = performance.now();
    await predictions.insertMany(documents);
    spent += performance.now() - before;
  }
  return spent / 1000;
}

const CLIENTS = 4;
const LARGE_BATCH = 1000;

/** The same as fast as it goes: several clients, large batches, in arrival order but for these. */
export async function insertSeveral(url: string, first: number, end: number): Promise<void> {
  let next = first;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = await new MongoClient(url).connect();
      try {
        while (next < end) {
          const from = next;
          next = Math.min(end, from + LARGE_BATCH);
          await insertOne(client.db('bench').collection('predictions'), from, next, LARGE_BATCH);
        }
      } finally {
        await client.close();
      }
    }),
  );
}

/** Half of them are there already, as when a batch is delivered twice. @returns seconds */
export async function upsertMore(
  predictions: Collection,
  size: number,
  upserts: number,
  batch: number,
): Promise<number> {
  let spent = 0;
  const first = size - upserts / 2;
  for (let n = 0; n < upserts; n += batch) {
    const operations = Array.from({ length: batch }, (_, i) => upsertOf(first + n + i, n));
    const before = performance.now();
    await predictions.bulkWrite(operations, { ordered: false });
    spent += performance.now() - before;
  }
  return spent / 1000;
}

function upsertOf(n: number, seen: number) {
  const filter = keyAt(n);
  const rest = Object.entries(predictionAt(n)).filter(([name]) => !(name in filter));
  const update = { $setOnInsert: Object.fromEntries(rest), $max: { seen } };
  return { updateOne: { filter, update, upsert: true } };
}

/** Deletes what was written beyond the first `size` documents. */
export async function deleteBeyond(predictions: Collection, size: number): Promise<void> {
  await predictions.deleteMany({ created_at: { $gte: timeOf(size) } });
  const left = await predictions.estimatedDocumentCount();
  if (left !== size) throw new Error(`${left} documents are left of ${size}`);
}

/** Of documents anywhere, one after the other. @returns milliseconds of each */
export async function findPoints(predictions: Collection, size: number, finds: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < finds; i++) {
    const key = keyAt(Math.floor(Math.random() * size));
    const before = performance.now();
    const found = await predictions.findOne(key);
    times.push(performance.now() - before);
    if (!found) throw new Error(`a prediction is gone: ${JSON.stringify(key)}`);
  }
  return times;
}

/** Different hours of the stored time, each of `span` documents. @returns milliseconds of each */
export async function aggregateHours(
  predictions: Collection,
  size: number,
  span: number,
  hours: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < hours; i++) {
    const from = Math.floor((i / hours) * (size - span));
    const before = performance.now();
    const [result] = await predictions
      .aggregate([
        { $match: { created_at: { $gte: timeOf(from), $lt: timeOf(from + span) } } },
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
