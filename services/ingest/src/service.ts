import type { Worker } from 'node:worker_threads';
import {
  createLogger,
  envFilePath,
  ingestVariables,
  LiveSettings,
  loadSettingsOrExit,
  Metrics,
  metricsHandler,
  runService,
  WedgeProbe,
} from '@ted/platform';
import { FeedClient } from './feed/feed-client.ts';
import { feedsOf } from './feeds/feed-list.ts';
import { Ingest } from './ingest.ts';
import { Ingests, type SharedParts } from './ingests.ts';
import { KeptSamples } from './live/kept-samples.ts';
import { LiveServer } from './live/live-server.ts';
import { IngestMetrics } from './metrics.ts';
import { modelsOf } from './models.ts';
import { Recorder } from './outbox/recorder.ts';
import { recordingRole } from './recording/recording-role.ts';
import { warmStart } from './warm-start.ts';

const settings = loadSettingsOrExit('ingest', ingestVariables);
/** Of more feeds than this, each one's connection is not logged. */
const MOST_LOGGED = 20;
const logger = createLogger('ingest', { level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });

/**
 * Runs ingest until it is told to stop.
 * @param outbox the outbox's thread, just started
 */
export function ingestService(outbox: Worker): Promise<void> {
  return runService(
    { logger, shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_SECONDS * 1000 },
    async (lifecycle) => {
      const live = new LiveSettings(envFilePath()).start();
      live.on('warning', (warning) => logger.warn(warning));
      const feeds = feedsOf(settings);
      const recorder = new Recorder(
        outbox,
        {
          folder: `${settings.DATA_DIR}/outbox`,
          feeds: feeds.map(({ name }) => name),
          redisUrl: settings.REDIS_URL,
          queuePrefix: settings.QUEUE_PREFIX,
          maxBytes: settings.OUTBOX_MAX_MB * 1_000_000,
          tracesTo: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
        },
        live,
        logger,
        (error) => {
          throw error;
        },
      );
      await recorder.ready();
      const role = recordingRole(settings, feeds, recorder);
      const metrics = new Metrics();
      metrics.countLines(logger);
      const shared: SharedParts = {
        recorder,
        live,
        logger,
        probe: new WedgeProbe(settings.WEDGE_MINUTES * 60_000, (level, text) => logger.log(level, text)),
        metrics: new IngestMetrics(metrics),
        kept: new KeptSamples(`${settings.DATA_DIR}/system-samples.ndjson`, feeds.length),
        role,
      };
      const options = {
        ingestId: recorder.outboxId,
        ...modelsOf(settings),
        streamFeatures: settings.STREAM_FEATURES_ENABLED,
        streamInfluence: settings.STREAM_INFLUENCE_ENABLED,
        sideBet: {
          windowTicks: settings.SIDEBET_WINDOW_TICKS,
          cooldownTicks: settings.SIDEBET_COOLDOWN_TICKS,
          threshold: settings.SIDEBET_PWIN_THRESHOLD,
        },
        predictionEveryTicks: settings.PREDICTION_SAMPLE_EVERY_TICKS,
        tickSampleEveryTicks: settings.TICK_SAMPLE_EVERY_TICKS,
        quiet: feeds.length > MOST_LOGGED,
      };
      const followed = feeds.map(({ name, url, kind }) => {
        const feed = new FeedClient(url, { endless: kind !== 'replay' });
        return new Ingest({ ...options, feed: name, feedKind: kind }, { ...shared, feed });
      });
      const ingests = new Ingests(followed, shared);
      const server = new LiveServer(ingests, metricsHandler(metrics, settings.METRICS_TOKEN));
      const url = await server.listen(settings.INGEST_PORT, settings.HOST);
      ingests.start(
        (feed, make) => server.broadcast(feed, make),
        () => server.tellFeeds(),
      );

      const ended = new AbortController();
      const { WARM_START_URL: gateway, API_TOKEN: token } = settings;
      if (gateway) void warmStart(followed, { url: gateway, token }, logger, ended.signal);
      role?.start({ connections: () => ingests.connections, reconnect: () => ingests.reconnect() });

      lifecycle.onStop('not-ready', () => ingests.markStopping());
      lifecycle.onStop('http', () => server.close());
      lifecycle.onStop('producers', () => {
        ended.abort();
        ingests.stop();
        live.stop();
        return role?.stop();
      });
      lifecycle.onStop('flush', () => recorder.close());
      const names =
        feeds.length > MOST_LOGGED ? `${feeds.length} feeds` : feeds.map(({ name }) => name).join(', ');
      logger.info(`Following ${names}, live state at ${url}`);
      return { url };
    },
  );
}
