import type { Db } from 'mongodb';
import { figure, type Figure } from '../figure.ts';
import { Process } from '../processes.ts';
import { quantile } from '../quantile.ts';

const DAY_MS = 86_400_000;
const BATCH = 1000;
/** One write of a batch as small as a feed's every 50 ms. */
const WRITE_DOCUMENTS = 10;
const WRITE_EVERY_MS = 50;
const ROUNDS = 5;

/** What a write waits while expired documents are deleted, beside what it waits without. */
export async function* measureRetention(db: Db, mongoUrl: string, expired: number): AsyncGenerator<Figure> {
  const { process: cleanup } = await Process.child('cleanup', { mongoUrl });
  try {
    const before: number[] = [];
    const during: number[] = [];
    let seconds = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await addExpired(db, expired / ROUNDS, round);
      let running = true;
      const done = cleanup.ask<{ deleted: number; seconds: number }>({ begin: true });
      void done.finally(() => (running = false));
      const times = await writeWhile(db, () => running);
      seconds += (await done).seconds;
      during.push(quantile(times, 0.99));
      const until = performance.now() + (await done).seconds * 1000;
      before.push(quantile(await writeWhile(db, () => performance.now() < until), 0.99));
    }
    yield figure('retention', expired / seconds, 'documents/s');
    yield figure(`write p99 while ${expired} documents expire`, quantile(during, 0.5), 'ms', {
      wanted: { mostRatio: 2 },
      reference: quantile(before, 0.5),
    });
  } finally {
    await cleanup.stop();
  }
}

async function addExpired(db: Db, count: number, round: number): Promise<void> {
  const from = Date.now() - 30 * DAY_MS;
  for (let n = 0; n < count; n += BATCH) {
    await db.collection('tick_samples').insertMany(
      Array.from({ length: Math.min(BATCH, count - n) }, (_, i) => {
        const at = new Date(from + (n + i) * 250);
        const key = { feed: 'simulated', game_id: `expired-${round}-${Math.floor((n + i) / 100)}` };
        return { ...key, tick: (n + i) % 100, price: 1.5, features: {}, timestamp: at, created_at: at };
      }),
      { ordered: false },
    );
  }
}

let written = 0;

/** Milliseconds of each write, for as long as it is wanted; at least twenty of them. */
async function writeWhile(db: Db, wanted: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (wanted() || times.length < 20) {
    const operations = Array.from({ length: WRITE_DOCUMENTS }, () => {
      const filter = {
        feed: 'simulated',
        game_id: `write-${Math.floor(written / 1000)}`,
        tick: written++ % 1000,
      };
      const at = new Date();
      return {
        updateOne: {
          filter,
          update: { $setOnInsert: { price: 1.5, features: {}, timestamp: at, created_at: at } },
          upsert: true,
        },
      };
    });
    const began = performance.now();
    await db.collection('tick_samples').bulkWrite(operations, {
      ordered: false,
      writeConcern: { w: 'majority', j: true },
    });
    const took = performance.now() - began;
    times.push(took);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, WRITE_EVERY_MS - took)));
  }
  return times;
}
