import { Redis } from 'ioredis';

/** Reconnect attempts are never further apart than this, so that work goes on at most so long after Redis is back. */
const MAX_RETRY_MS = 500;
const retryStrategy = (attempt: number): number => Math.min(50 * attempt, MAX_RETRY_MS);

/**
 * A connection of one of two kinds. `fail-fast` for whoever must not wait (producers, status): a command while Redis is
 * away is an error at once. `patient` for workers: commands wait for Redis to come back, as BullMQ demands.
 */
export function connectRedis(
  url: string,
  kind: 'fail-fast' | 'patient',
  onProblem: (error: Error) => void,
): Redis {
  const redis = new Redis(url, {
    retryStrategy,
    connectTimeout: 2000,
    disconnectTimeout: 200,
    enableOfflineQueue: kind === 'patient',
    maxRetriesPerRequest: kind === 'patient' ? null : 0,
    ...(kind === 'fail-fast' && { commandTimeout: 5000 }),
  });
  redis.on('error', onProblem);
  return redis;
}

/** Closes without waiting for a server that may be gone. */
export function disconnectRedis(redis: Redis): void {
  redis.disconnect(false);
}
