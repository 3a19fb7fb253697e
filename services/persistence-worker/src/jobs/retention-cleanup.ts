import type { LiveSettings, Logger } from '@ted/platform';
import { cleanUp, HOUR_MS, readTotals, retentionRules, type Database } from '@ted/storage';
import type { WriteGate } from '../write-gate.ts';

/** Deletes what has expired, unless that was done since the last due time. */
export async function retentionCleanup(
  database: Database,
  gate: WriteGate,
  live: LiveSettings,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  await gate.mayWrite();
  const { last_cleanup: last } = await readTotals(database);
  if (last && Number(last) >= lastDue(live.values.CLEANUP_HOUR_UTC, Date.now())) return;
  const deleted = await cleanUp(database, retentionRules(live.values), { mayWrite: gate.mayWrite, signal });
  if (!deleted) return;
  const counts = Object.entries(deleted).map(([name, count]) => `'${name}': ${count}`);
  logger.info(`Data cleanup completed: {${counts.join(', ')}}`);
}

/** The last moment at or before `now` (ms) at which the clock showed that hour in UTC. */
export function lastDue(hourUtc: number, now: number): number {
  const today = Math.floor(now / (24 * HOUR_MS)) * 24 * HOUR_MS + hourUtc * HOUR_MS;
  return today <= now ? today : today - 24 * HOUR_MS;
}
