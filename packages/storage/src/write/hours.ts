import type { Database } from '../database.ts';
import { bulkUpdate } from './bulk.ts';

export const HOUR_MS = 3_600_000;

/** Start of the UTC hour that holds this moment. */
export function hourOf(at: Date | number): Date {
  return new Date(Math.floor(Number(at) / HOUR_MS) * HOUR_MS);
}

/**
 * Marks finished hours whose records changed, so that their metrics are computed again. Called before a batch's job
 * completes: a mark is never lost. Hours that still run are computed anyway.
 * @returns how many hours were marked
 */
export async function markDirtyHours(
  database: Database,
  moments: readonly { feed: string; at: Date | number }[],
  now = Date.now(),
): Promise<number> {
  const hours = new Map<string, { feed: string; hour_start: Date }>();
  for (const { feed, at } of moments) {
    const hour_start = hourOf(at);
    if (Number(hour_start) + HOUR_MS <= now) hours.set(`${feed} ${Number(hour_start)}`, { feed, hour_start });
  }
  await bulkUpdate(
    database,
    [...hours.values()].map((hour) => ({
      collection: 'dirty_hours',
      filter: hour,
      update: { $inc: { marks: 1 } },
    })),
    true,
  );
  return hours.size;
}
