import type { Database } from '../database.ts';
import { bulkUpdate } from './bulk.ts';

const KEY = { key: 'totals' } as const;

/** Adds to the figures that the status shows over all replicas and restarts. */
export async function addToTotals(
  database: Database,
  added: { saved?: number; errors?: number; lastError?: string; lastCleanup?: Date; savedAt?: Date },
): Promise<void> {
  const set = {
    ...(added.savedAt && { last_save: added.savedAt }),
    ...(added.lastError && { last_error: added.lastError }),
    ...(added.lastCleanup && { last_cleanup: added.lastCleanup }),
  };
  const update = {
    $inc: { records_saved: added.saved ?? 0, errors: added.errors ?? 0 },
    ...(Object.keys(set).length > 0 && { $set: set }),
  };
  await bulkUpdate(database, [{ collection: 'persistence_state', filter: KEY, update }], true);
}

export interface Totals {
  records_saved: number;
  errors: number;
  last_save: Date | null;
  last_error: string | null;
  last_cleanup: Date | null;
}

export async function readTotals(database: Database): Promise<Totals> {
  const stored = await database.models.persistence_state.findOne(KEY).lean();
  return {
    records_saved: stored?.records_saved ?? 0,
    errors: stored?.errors ?? 0,
    last_save: stored?.last_save ?? null,
    last_error: stored?.last_error ?? null,
    last_cleanup: stored?.last_cleanup ?? null,
  };
}
