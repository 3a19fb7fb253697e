import type { LiveValues } from '@ted/platform';
import type { CollectionName } from './collections/models.ts';
import type { Database } from './database.ts';

const DAY_MS = 86_400_000;
/** Documents deleted in one go: small enough that other writes pass in between. */
const CHUNK = 1000;

export interface RetentionRule {
  collection: CollectionName;
  days: number;
}

/** How long each collection is kept. Pure. */
export function retentionRules(values: Readonly<LiveValues>): RetentionRule[] {
  return [
    { collection: 'tick_samples', days: values.TICK_RETENTION_DAYS },
    { collection: 'system_samples', days: values.TICK_RETENTION_DAYS },
    { collection: 'predictions', days: values.PREDICTION_RETENTION_DAYS },
    { collection: 'side_bets', days: values.SIDEBET_RETENTION_DAYS },
    { collection: 'games', days: values.GAME_RETENTION_DAYS },
    { collection: 'metrics_hourly', days: values.METRICS_RETENTION_DAYS },
    { collection: 'dead_letters', days: values.GAME_RETENTION_DAYS },
  ];
}

export const cutoff = (days: number, now: number): Date => new Date(now - days * DAY_MS);

/** How many documents of each collection have expired. Writes nothing. */
export async function countExpired(database: Database, rules: readonly RetentionRule[], now = Date.now()) {
  const counts: Record<string, number> = {};
  for (const { collection, days } of rules) {
    const model = database.models[collection] as typeof database.models.games;
    counts[collection] = await model.countDocuments({ created_at: { $lt: cutoff(days, now) } });
  }
  return counts;
}

/** Deletes what has expired, oldest first, in chunks. Returns how many documents went from each collection. */
export async function deleteExpired(
  database: Database,
  rules: readonly RetentionRule[],
  options: { now?: number; mayWrite: () => Promise<void>; signal?: AbortSignal },
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { collection, days } of rules) {
    const expired = { created_at: { $lt: cutoff(days, options.now ?? Date.now()) } };
    const model = database.models[collection] as typeof database.models.games;
    let deleted = 0;
    while (!options.signal?.aborted) {
      const chunk = await model.find(expired, { _id: 1 }).sort({ created_at: 1 }).limit(CHUNK).lean();
      if (chunk.length === 0) break;
      await options.mayWrite();
      const result = await model.deleteMany({ _id: { $in: chunk.map(({ _id }) => _id) } });
      deleted += result.deletedCount;
    }
    counts[collection] = deleted;
  }
  return counts;
}
