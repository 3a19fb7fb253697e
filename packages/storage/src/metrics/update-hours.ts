import type { CollectionName } from '../collections/models.ts';
import type { Database } from '../database.ts';
import { bulkUpdate } from '../write/bulk.ts';
import { HOUR_MS, hourOf } from '../write/hours.ts';
import { computeHour } from './compute-hour.ts';

const SOURCES = ['predictions', 'side_bets', 'games', 'system_samples'] as const satisfies CollectionName[];

export interface UpdatedHour {
  feed: string;
  hour_start: Date;
}

/**
 * Computes the metrics of every finished hour that has none yet, or whose records changed since, oldest first. What is due
 * is read from the database, so that a missed or doubled alarm changes nothing.
 * @param oldest hours before this one are left as they are: their records may have expired
 */
export async function updateHourlyMetrics(
  database: Database,
  options: { now?: number; oldest: Date; mayWrite: () => Promise<void>; signal?: AbortSignal },
): Promise<UpdatedHour[]> {
  const now = options.now ?? Date.now();
  const done: UpdatedHour[] = [];
  const dirty = await database.models.dirty_hours.find({}).lean();
  const marks = new Map(dirty.map((hour) => [keyOf(hour), hour.marks]));
  const due = new Map(dirty.map((hour) => [keyOf(hour), { feed: hour.feed, hour_start: hour.hour_start }]));
  for (const hour of await missingHours(database, now, options.oldest)) due.set(keyOf(hour), hour);

  for (const hour of [...due.values()].sort((a, b) => Number(a.hour_start) - Number(b.hour_start))) {
    if (options.signal?.aborted) break;
    // By a clock that is late it still runs: the mark stays for one that is right.
    if (Number(hour.hour_start) + HOUR_MS > now) continue;
    if (hour.hour_start >= options.oldest) {
      await options.mayWrite();
      await writeHour(database, hour);
      done.push(hour);
    }
    const seen = marks.get(keyOf(hour));
    // A mark that was made while we computed has raised the count and stays for the next run.
    if (seen === undefined) continue;
    await options.mayWrite();
    await database.models.dirty_hours.collection.deleteOne({ ...hour, marks: seen });
  }
  return done;
}

const keyOf = (hour: UpdatedHour): string => `${hour.feed} ${Number(hour.hour_start)}`;

async function writeHour(database: Database, hour: UpdatedHour): Promise<void> {
  const figures = await computeHour(database, hour.feed, hour.hour_start);
  const now = new Date();
  await bulkUpdate(
    database,
    [
      {
        collection: 'metrics_hourly',
        filter: { feed: hour.feed, hour_start: hour.hour_start },
        update: {
          $set: { ...figures, updated_at: now },
          // Like every record, an hour's document ages from its own time.
          $setOnInsert: {
            hour_end: new Date(Number(hour.hour_start) + HOUR_MS),
            created_at: hour.hour_start,
          },
        },
      },
    ],
    true,
  );
}

/** Finished hours without a document, from each feed's first record on. */
async function missingHours(database: Database, now: number, oldest: Date): Promise<UpdatedHour[]> {
  const missing: UpdatedHour[] = [];
  const feeds = await database.models.games.distinct('feed');
  for (const feed of feeds) {
    const first = await firstRecordAt(database, feed);
    if (!first) continue;
    const from = Math.max(Number(hourOf(first)), Number(oldest));
    const until = Number(hourOf(now));
    const stored = await database.models.metrics_hourly
      .find({ feed, hour_start: { $gte: new Date(from), $lt: new Date(until) } }, { hour_start: 1 })
      .lean();
    const known = new Set(stored.map((hour) => Number(hour.hour_start)));
    for (let at = Number(hourOf(from)); at < until; at += HOUR_MS) {
      if (!known.has(at)) missing.push({ feed, hour_start: new Date(at) });
    }
  }
  return missing;
}

async function firstRecordAt(database: Database, feed: string): Promise<Date | undefined> {
  const firsts = await Promise.all(
    SOURCES.map(async (name) => {
      const model = database.models[name] as typeof database.models.games;
      const first = await model.findOne({ feed }, { created_at: 1 }).sort({ created_at: 1 }).lean();
      return first?.created_at;
    }),
  );
  const known = firsts.filter((at): at is Date => at instanceof Date);
  return known.length === 0 ? undefined : new Date(Math.min(...known.map(Number)));
}
