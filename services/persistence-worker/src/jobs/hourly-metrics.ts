import type { LiveSettings, Logger } from '@ted/platform';
import { HOUR_MS, updateHourlyMetrics, type Database } from '@ted/storage';
import type { WriteGate } from '../write-gate.ts';

const DAY_MS = 24 * HOUR_MS;

/** Computes the metrics of all finished hours that lack them or changed since. */
export async function hourlyMetrics(
  database: Database,
  gate: WriteGate,
  live: LiveSettings,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  await gate.mayWrite();
  const done = await updateHourlyMetrics(database, {
    oldest: oldestComplete(live),
    mayWrite: gate.mayWrite,
    signal,
  });
  const hours = done.map(({ feed, hour_start }) => `${hour_start.toISOString().slice(0, 13)}h ${feed}`);
  const shown =
    hours.length > 5 ? `${hours.slice(0, 5).join(', ')} and ${hours.length - 5} more` : hours.join(', ');
  logger.info(`Calculated hourly metrics: ${hours.length === 0 ? 'no finished hour was due' : shown}`);
}

/** The first hour whose records cannot have expired yet: older ones must not be computed from what is left of them. */
function oldestComplete({ values }: LiveSettings): Date {
  const days = Math.min(
    values.PREDICTION_RETENTION_DAYS,
    values.SIDEBET_RETENTION_DAYS,
    values.GAME_RETENTION_DAYS,
    values.METRICS_RETENTION_DAYS,
  );
  return new Date(Math.ceil((Date.now() - days * DAY_MS) / HOUR_MS) * HOUR_MS);
}
