import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import {
  atMost,
  closeServer,
  createLogger,
  envFilePath,
  gatewayVariables,
  listen,
  LiveSettings,
  loadSettingsOrExit,
  Metrics,
  metricsHandler,
  runService,
} from '@ted/platform';
import { ActionQueue, QueueOverview } from '@ted/messaging';
import { Database } from '@ted/storage';
import { createApp } from './app.ts';
import { echoPersistenceLog } from './echo-log.ts';
import { Gateway } from './gateway.ts';
import { ClientHub } from './live/client-hub.ts';
import { FollowedFeeds } from './live/followed-feeds.ts';
import { ingestUrls } from './live/ingest-urls.ts';
import { GatewayMetrics } from './metrics.ts';
import { parseOrigins } from './security/origins.ts';
import { SERVER_LIMITS } from './security/server-limits.ts';
import { Parts } from './status/parts.ts';

const settings = loadSettingsOrExit('api-gateway', gatewayVariables);
const logger = createLogger('api-gateway', { level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
/** A gateway whose parts are away serves all the same. */
const PARTS_HEARD_WITHIN_MS = 2000;
const PAGE_FOLDER = fileURLToPath(new URL('../../../apps/dashboard/dist', import.meta.url));

void runService(
  { logger, shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_SECONDS * 1000 },
  async (lifecycle) => {
    const live = new LiveSettings(envFilePath()).start();
    live.on('warning', (warning) => logger.warn(warning));
    const database = new Database({ url: settings.MONGO_URL, serverSelectionTimeoutMs: 1000 });
    const redis = { url: settings.REDIS_URL, prefix: settings.QUEUE_PREFIX };
    const queues = new QueueOverview(redis, () => undefined);
    const parts = new Parts(redis, queues, database, logger);
    const feeds = new FollowedFeeds({
      ingestUrls: ingestUrls(settings),
      feed: settings.FEED_NAME,
      maxFeeds: settings.MAX_FOLLOWED_FEEDS,
    });
    const { link } = feeds.default;
    link.on('change', ({ connected, error }) => {
      if (connected) logger.info('Connected to ingest');
      else logger.warn(`Connection to ingest lost: ${error ?? ''}`);
    });
    const options = {
      environment: settings.ENVIRONMENT,
      maxClients: settings.MAX_WEBSOCKET_CONNECTIONS,
    };
    const actions = new ActionQueue(redis, () => undefined);
    const gateway = new Gateway(options, { feeds, parts, database, live, logger, actions });
    const origins = parseOrigins(settings.CORS_ORIGINS);
    const tokens = { admin: settings.ADMIN_TOKEN, api: settings.API_TOKEN };
    const app = createApp(gateway, queues, {
      pageFolder: PAGE_FOLDER,
      origins,
      tokens,
      requestsPerMinute: settings.RATE_LIMIT_PER_MINUTE,
      trustedProxies: settings.TRUST_PROXY,
      queuesWritable: settings.ADMIN_QUEUES_WRITABLE,
    });
    const metrics = new Metrics();
    metrics.countLines(logger);
    const gatewayMetrics = new GatewayMetrics(metrics);
    const server = createServer(
      SERVER_LIMITS,
      gatewayMetrics.listener(app, metricsHandler(metrics, settings.METRICS_TOKEN)),
    );
    const hub = new ClientHub(gateway, server, {
      maxClients: settings.MAX_WEBSOCKET_CONNECTIONS,
      origins,
      tokens,
    });
    gatewayMetrics.watch(gateway);
    if (settings.ECHO_PERSISTENCE_LOG) echoPersistenceLog(gateway, redis, lifecycle);
    feeds.start();
    void parts.watch(lifecycle.signal);
    const url = await listen(server, settings.GATEWAY_PORT, settings.HOST);

    lifecycle.onStop('http', () => {
      hub.close();
      return closeServer(server);
    });
    lifecycle.onStop('producers', () => {
      feeds.stop();
      live.stop();
    });
    lifecycle.onStop('connections', async () => {
      parts.close();
      await Promise.all([queues.close(), actions.close(), database.close()]);
    });
    // Whoever comes once we say "ready" finds the live state and the stores there.
    await atMost(Promise.all([link.heard, parts.heard]), PARTS_HEARD_WITHIN_MS);
    logger.info(`API and page at ${url}`);
    return { url };
  },
);
