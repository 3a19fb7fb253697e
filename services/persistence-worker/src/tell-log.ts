import { PersistenceLog, type RedisOptions } from '@ted/messaging';
import type { Lifecycle, Logger } from '@ted/platform';

/** The lines that the deployment guide tells people to look for. */
const OF_INTEREST =
  /^(Persisted:|Calculated hourly metrics|Error persisting|Maintenance job|Cleaned up|\d+ records cannot be stored)/;

/** Tells the gateways what this worker logs about storing, for the one log in which people look for it. */
export function tellLog(redis: RedisOptions, logger: Logger, lifecycle: Lifecycle): void {
  const log = new PersistenceLog(redis, () => undefined);
  logger.on('data', ({ level, message }: { level: 'info' | 'warn' | 'error'; message: unknown }) => {
    if (OF_INTEREST.test(String(message))) log.say({ level, message: String(message) });
  });
  lifecycle.onStop('connections', () => log.close());
}
