import { parseRedisUrl, type RedisPlace } from '@ted/platform';
import { Redis } from 'ioredis';
import { clusterConnector } from './cluster/connector.ts';
import { DEFAULT_PREFIX, type RedisOptions } from './queues.ts';
import { PatientSentinelConnector } from './sentinel-connector.ts';

/** A connection to one server: of several, to the one that has the keys. */
export type RedisClient = Redis;

/** Reconnect attempts are never further apart than this, so that work goes on at most so long after Redis is back. */
const MAX_RETRY_MS = 500;
const retryStrategy = (attempt: number): number => Math.min(50 * attempt, MAX_RETRY_MS);

/**
 * A connection that gives no answer for so long is given up: a network that stalls closes nothing. A worker whose queue has jobs for
 * later blocks for 10 s, any other one for 2 s at most.
 */
const SILENCE_MS = { 'fail-fast': 5_000, patient: 5_000, scheduled: 15_000 } as const;

type Patience = keyof typeof SILENCE_MS;

/**
 * The only place that connects to Redis, whatever REDIS_URL names (see `parseRedisUrl`). `fail-fast` for whoever must not wait
 * (producers, status): a command while Redis is away is an error at once. `patient` for workers: commands wait for Redis to come back,
 * as BullMQ demands; `scheduled` for a worker with jobs for later. Throws if the keys of this prefix would lie on several nodes.
 */
export function connectRedis(
  { url, prefix = DEFAULT_PREFIX }: RedisOptions,
  kind: Patience,
  onProblem: (error: Error) => void,
): RedisClient {
  const place = parseRedisUrl(url);
  if (place.kind === 'cluster') demandHashTag(prefix);
  const redis = connect(place, kind, prefix);
  redis.on('error', onProblem);
  return redis;
}

function connect(place: RedisPlace, kind: Patience, prefix: string): RedisClient {
  const options = {
    connectTimeout: 2000,
    disconnectTimeout: 200,
    socketTimeout: SILENCE_MS[kind],
    maxRetriesPerRequest: kind === 'fail-fast' ? 0 : null,
    ...(kind === 'fail-fast' && { commandTimeout: 5000 }),
  };
  const single = { ...options, retryStrategy, enableOfflineQueue: kind !== 'fail-fast' };
  switch (place.kind) {
    case 'server':
      return new Redis(place.url, single);
    case 'sentinel': {
      const { nodes, master, db, sentinel, tls, username, password } = place;
      return new Redis({
        ...single,
        Connector: PatientSentinelConnector,
        sentinels: nodes,
        name: master,
        db,
        ...(username && { username }),
        ...(password && { password }),
        ...(sentinel.username && { sentinelUsername: sentinel.username }),
        ...(sentinel.password && { sentinelPassword: sentinel.password }),
        ...(tls && { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true }),
        sentinelRetryStrategy: retryStrategy,
        sentinelCommandTimeout: 2000,
        // The sentinels say that another one is the master: the old one may be there still, and take what nobody will read.
        failoverDetector: true,
        reconnectOnError: (error: Error) => (isDemoted(error) ? 2 : false),
      });
    }
    case 'cluster':
      return new Redis({
        ...single,
        Connector: clusterConnector(place, prefix, retryStrategy),
        ...(place.username && { username: place.username }),
        ...(place.password && { password: place.password }),
        ...(place.tls && { tls: {} }),
        reconnectOnError: (error: Error) => (isDemoted(error) || hasMoved(error) ? 2 : false),
      });
  }
}

/** What a server says that was the master until now. */
function isDemoted({ message }: Error): boolean {
  return message.startsWith('READONLY') || message.startsWith('UNBLOCKED');
}

/** What a cluster's node says that does not serve the slot, or not now: another one does, the slot is on its way, or nobody may. */
function hasMoved({ message }: Error): boolean {
  return /^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN) /.test(message);
}

/** Closes without waiting for a server that may be gone. */
export function disconnectRedis(redis: RedisClient): void {
  redis.disconnect(false);
}

/** A cluster keeps keys on one node that have the same text in braces; TED's keys have to be together. */
function demandHashTag(prefix: string): void {
  if (!/\{[^}]+\}/.test(prefix))
    throw new Error(`QUEUE_PREFIX=${prefix} has no part in braces, as a cluster needs it: for example {ted}`);
}
