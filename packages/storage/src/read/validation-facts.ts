import type { SystemSampleDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';
import { HOUR_MS, hourOf } from '../write/hours.ts';

const DAY_MS = 24 * HOUR_MS;
/** The hourly job may take so long after the hour. */
const HOUR_GRACE_MS = 5 * 60_000;

interface Growth {
  total: number;
  /** Created in the hours that were asked for. */
  recent: number;
  newest: Date | null;
}

export interface ValidationFacts {
  games: Growth;
  predictions: Growth;
  /** Finished hours that must have metrics, and those of them that have none. */
  hours: { expected: number; missing: Date[] };
  /** The system samples of the last days, oldest first. */
  samples: SystemSampleDocument[];
  deadLetters: number;
}

/** What the last `hours` hours of a feed left in the database. Samples reach back `sampleDays` days. */
export async function readValidationFacts(
  database: Database,
  feed: string,
  hours: number,
  sampleDays: number,
  now = Date.now(),
): Promise<ValidationFacts> {
  const { games, predictions, system_samples, dead_letters } = database.models;
  const from = new Date(now - hours * HOUR_MS);
  const growthOf = async (model: typeof games): Promise<Growth> => {
    const [total, recent, newest] = await Promise.all([
      model.countDocuments({ feed }),
      model.countDocuments({ feed, created_at: { $gte: from } }),
      model.findOne({ feed }, { created_at: 1 }).sort({ created_at: -1 }).lean(),
    ]);
    return { total, recent, newest: newest?.created_at ?? null };
  };
  const [ofGames, ofPredictions, expectedHours, samples, deadLetters] = await Promise.all([
    growthOf(games),
    growthOf(predictions as unknown as typeof games),
    hoursOf(database, feed, from, now),
    system_samples
      .find({ feed, created_at: { $gte: new Date(now - sampleDays * DAY_MS) } })
      .sort({ created_at: 1 })
      .lean(),
    dead_letters.countDocuments({ created_at: { $gte: from } }),
  ]);
  return { games: ofGames, predictions: ofPredictions, hours: expectedHours, samples, deadLetters };
}

/** The whole hours of the time, from the first record on, that are over. */
async function hoursOf(
  database: Database,
  feed: string,
  from: Date,
  now: number,
): Promise<ValidationFacts['hours']> {
  const { predictions, metrics_hourly } = database.models;
  const first = await predictions.findOne({ feed }, { created_at: 1 }).sort({ created_at: 1 }).lean();
  if (!first) return { expected: 0, missing: [] };
  const start = Math.max(Number(hourOf(first.created_at)), Number(hourOf(Number(from) + HOUR_MS - 1)));
  const end = Number(hourOf(now - HOUR_GRACE_MS));
  const wanted = Array.from({ length: Math.max(0, (end - start) / HOUR_MS) }, (_, i) => start + i * HOUR_MS);
  const there = await metrics_hourly
    .find({ feed, hour_start: { $gte: new Date(start), $lt: new Date(end) } }, { hour_start: 1 })
    .lean();
  const present = new Set(there.map(({ hour_start }) => Number(hour_start)));
  const missing = wanted.filter((hour) => !present.has(hour)).map((hour) => new Date(hour));
  return { expected: wanted.length, missing };
}
