import { PersistenceLog, type RedisOptions } from '@ted/messaging';
import type { Lifecycle } from '@ted/platform';
import type { Gateway } from './gateway.ts';

const CHECK_MS = 1000;

/**
 * Repeats in the gateway's log what the deployment guide looks for there and other services say: in containers each service has
 * a log of its own, and people look into the one of the backend.
 */
export function echoPersistenceLog(gateway: Gateway, redis: RedisOptions, lifecycle: Lifecycle): void {
  const { logger, live, parts } = gateway;
  const log = new PersistenceLog(redis, () => undefined);
  log.listen(({ level, message }) => logger.log(level, message));

  let enabled: boolean | undefined;
  let storing = false;
  let diskOk = true;
  const look = (): void => {
    if (enabled !== live.persistenceEnabled) {
      enabled = live.persistenceEnabled;
      logger.info(
        enabled
          ? 'Persistence is ENABLED. Data will be saved to MongoDB.'
          : 'Persistence is DISABLED. Nothing is written to MongoDB.',
      );
    }
    const nowStoring = parts.workers().some((worker) => worker.alive && worker.persistence_enabled);
    if (enabled && nowStoring && !storing) logger.info('Background persistence tasks started');
    storing = enabled && nowStoring;
    const disk = gateway.feeds.default.mirror.state?.outbox.disk;
    if (disk && disk.ok !== diskOk) {
      diskOk = disk.ok;
      if (!diskOk)
        logger.error(`Error in persist_memory_buffers: the outbox cannot be written: ${disk.error ?? ''}`);
    }
  };
  look();
  const timer = setInterval(look, CHECK_MS);
  lifecycle.onStop('producers', () => clearInterval(timer));
  lifecycle.onStop('connections', () => log.close());
}
