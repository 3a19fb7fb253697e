import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionQueue, QueueOverview, type RedisOptions } from '@ted/messaging';
import { createLogger, LiveSettings } from '@ted/platform';
import { Database } from '@ted/storage';
import { createApp, type AppOptions } from '../app.ts';
import { Gateway } from '../gateway.ts';
import { FollowedFeeds } from '../live/followed-feeds.ts';
import { Parts } from '../status/parts.ts';

export const ADMIN_TOKEN = 'a-token-for-administrators';

interface LonelyOptions {
  env?: string;
  redis?: RedisOptions;
  mongoUrl?: string;
  app?: Partial<AppOptions>;
}

/** A gateway whose ingest, Redis and MongoDB are where the options say, or away: nothing listens on these ports. */
export function lonelyGateway({
  env = '',
  redis = { url: 'redis://127.0.0.1:1' },
  mongoUrl = 'mongodb://127.0.0.1:1',
  app: more = {},
}: LonelyOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ted-gateway-'));
  const envFile = join(folder, '.env');
  writeFileSync(envFile, env);
  const logger = createLogger('test', { level: 'error', format: 'text' });
  const database = new Database({ url: mongoUrl });
  const queues = new QueueOverview(redis, () => undefined);
  const actions = new ActionQueue(redis, () => undefined);
  const parts = new Parts(redis, queues, database, logger);
  const options = {
    environment: 'test',
    maxClients: 100,
  };
  const feeds = new FollowedFeeds({ ingestUrls: ['http://127.0.0.1:1'], feed: 'simulated', maxFeeds: 2 });
  const live = new LiveSettings(envFile, {});
  const gateway = new Gateway(options, { feeds, parts, database, live, logger, actions });
  const app = createApp(gateway, queues, {
    pageFolder: join(folder, 'no-page'),
    origins: [],
    tokens: { admin: ADMIN_TOKEN, api: undefined },
    requestsPerMinute: 1_000_000,
    trustedProxies: 0,
    queuesWritable: false,
    ...more,
  });
  const stop = new AbortController();
  return {
    app,
    gateway,
    database,
    envFile,
    /** Begins to look at Redis and MongoDB. */
    watch: () => void parts.watch(stop.signal),
    close: async () => {
      stop.abort();
      parts.close();
      await Promise.all([queues.close(), actions.close(), database.close()]);
    },
  };
}
