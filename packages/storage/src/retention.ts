import type { LiveValues } from '@ted/platform';
import type { CollectionName } from './collections/models.ts';
import type { Database } from './database.ts';
import { addToTotals } from './write/totals.ts';

const DAY_MS = 86_400_000;
/** Documents deleted in one go: small enough that other writes pass in between. */
export const RETENTION_CHUNK = 100;

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

/** What was created before this moment has expired. */
export const cutoff = (days: number, now: number): Date => new Date(now - days * DAY_MS);

/** What a cleanup at that moment deletes of one collection. */
export interface ExpiredCount extends RetentionRule {
  cutoff: Date;
  expired: number;
  /** All documents of the collection. */
  documents: number;
}

/** How many documents of each collection have expired. Writes nothing. */
export async function countExpired(
  database: Database,
  rules: readonly RetentionRule[],
  now = Date.now(),
): Promise<ExpiredCount[]> {
  const counts: ExpiredCount[] = [];
  for (const { collection, days } of rules) {
    const model = modelOf(database, collection);
    const before = cutoff(days, now);
    counts.push({
      collection,
      days,
      cutoff: before,
      expired: await model.countDocuments(createdBefore(before)),
      documents: await model.estimatedDocumentCount(),
    });
  }
  return counts;
}

export interface CleanupOptions {
  /** Called before every write; it throws (or waits) while writing is not allowed. */
  mayWrite: () => Promise<void>;
  now?: number;
  signal?: AbortSignal;
  /** Told after every chunk how many documents of the collection went so far. */
  onProgress?: (collection: CollectionName, deleted: number) => void;
}

/** Deletes what has expired, oldest first, in chunks. Returns how many documents went from each collection. */
export async function deleteExpired(
  database: Database,
  rules: readonly RetentionRule[],
  { now = Date.now(), mayWrite, signal, onProgress }: CleanupOptions,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { collection, days } of rules) {
    const expired = createdBefore(cutoff(days, now));
    const model = modelOf(database, collection);
    let deleted = 0;
    while (!signal?.aborted) {
      const chunk = await model
        .find(expired, { _id: 1 })
        .sort({ created_at: 1 })
        .limit(RETENTION_CHUNK)
        .lean();
      if (chunk.length === 0) break;
      await mayWrite();
      const result = await model.deleteMany({ _id: { $in: chunk.map(({ _id }) => _id) } });
      deleted += result.deletedCount;
      onProgress?.(collection, deleted);
    }
    counts[collection] = deleted;
  }
  return counts;
}

/**
 * One cleanup: deletes what has expired and notes that it was done, so that nobody does it again before the next due time.
 * @returns how many documents went from each collection; undefined if it was interrupted, and then it is still due
 */
export async function cleanUp(
  database: Database,
  rules: readonly RetentionRule[],
  options: CleanupOptions,
): Promise<Record<string, number> | undefined> {
  const started = options.now ?? Date.now();
  const deleted = await deleteExpired(database, rules, { ...options, now: started });
  if (options.signal?.aborted) return undefined;
  await options.mayWrite();
  await addToTotals(database, { lastCleanup: new Date(started) });
  return deleted;
}

const createdBefore = (before: Date) => ({ created_at: { $lt: before } });

/** All models answer these questions alike. */
const modelOf = (database: Database, name: CollectionName) =>
  database.models[name] as typeof database.models.games;
