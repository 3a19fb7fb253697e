import { MongoClient, type Collection } from 'mongodb';
import { predictionAt } from './predictions.ts';

const INSERTS = 300;
/** Beyond all documents that are stored otherwise. */
const FIRST = 100_000_000;

/** How long single inserts take, in ms: alone, and while another client aggregates all documents again and again. */
export async function insertBesideScan(
  url: string,
  size: number,
): Promise<{ alone: number[]; beside: number[] }> {
  const [writer, reader] = await Promise.all([
    new MongoClient(url).connect(),
    new MongoClient(url).connect(),
  ]);
  const ofReader = reader.db('bench').collection('predictions');
  const ofWriter = writer.db('bench').collection('predictions');
  let scanning = true;
  try {
    const alone = await insertTimes(ofWriter, FIRST);
    const scans = (async () => {
      while (scanning) await scanAll(ofReader, size);
    })();
    // Its end is wanted; and a scan that fails would make the figure worthless.
    const failed = scans.catch((error: unknown) => {
      if (scanning) throw error;
    });
    const beside = await Promise.race([insertTimes(ofWriter, FIRST + INSERTS), failed.then(() => [])]);
    scanning = false;
    await reader.close();
    await failed;
    return { alone, beside };
  } finally {
    scanning = false;
    await Promise.all([writer.close(), reader.close()]);
  }
}

async function insertTimes(predictions: Collection, first: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < INSERTS; i++) {
    const before = performance.now();
    await predictions.insertOne(predictionAt(first + i));
    times.push(performance.now() - before);
  }
  return times;
}

/** No index helps: every document is read, tested and grouped. */
async function scanAll(predictions: Collection, size: number): Promise<void> {
  const groups = await predictions
    .aggregate<{ count: number }>([
      { $match: { 'features_used.ema10': { $gt: 0 } } },
      { $group: { _id: '$predicted_at_tick', count: { $sum: 1 }, hazard: { $avg: '$hazard' } } },
    ])
    .toArray();
  const read = groups.reduce((sum, { count }) => sum + count, 0);
  if (read < size) throw new Error(`a scan has read ${read} of ${size} documents`);
}
