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
import { Ingest } from './ingest.ts';
import { KeptSamples } from './live/kept-samples.ts';
import { LiveServer } from './live/live-server.ts';
import { IngestMetrics } from './metrics.ts';
import { modelsOf } from './models.ts';
import { Recorder } from './outbox/recorder.ts';

const settings = loadSettingsOrExit('ingest', ingestVariables);
const logger = createLogger('ingest', { level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });

await runService(
  { logger, shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_SECONDS * 1000 },
  async (lifecycle) => {
    const live = new LiveSettings(envFilePath()).start();
    live.on('warning', (warning) => logger.warn(warning));
    const recorder = new Recorder(
      new URL('./outbox-thread.js', import.meta.url),
      {
        folder: `${settings.DATA_DIR}/outbox`,
        feed: settings.FEED_NAME,
        redisUrl: settings.REDIS_URL,
        queuePrefix: settings.QUEUE_PREFIX,
        maxBytes: settings.OUTBOX_MAX_MB * 1_000_000,
      },
      live,
      logger,
      (error) => {
        throw error;
      },
    );
    await recorder.ready();
    const feed = new FeedClient(settings.RUGS_BACKEND_URL, { endless: settings.FEED_NAME !== 'replay' });
    const probe = new WedgeProbe(settings.WEDGE_MINUTES * 60_000, (level, text) => logger.log(level, text));
    const kept = new KeptSamples(`${settings.DATA_DIR}/system-samples.ndjson`);
    const metrics = new Metrics();
    metrics.countLines(logger);
    const ingest = new Ingest(
      {
        feed: settings.FEED_NAME,
        // An invented feed is never shown as live, whatever else is set.
        feedKind: settings.FEED_NAME === 'rugs' ? settings.FEED_KIND : settings.FEED_NAME,
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
      },
      { feed, recorder, live, logger, probe, metrics: new IngestMetrics(metrics), kept },
    );
    const server = new LiveServer(ingest, metricsHandler(metrics, settings.METRICS_TOKEN));
    const url = await server.listen(settings.INGEST_PORT, settings.HOST);
    ingest.start((message) => server.broadcast(message));
    const beat = setInterval(() => ingest.beat(), 1000);

    lifecycle.onStop('not-ready', () => ingest.markStopping());
    lifecycle.onStop('http', () => server.close());
    lifecycle.onStop('producers', () => {
      clearInterval(beat);
      feed.stop();
      live.stop();
    });
    lifecycle.onStop('flush', () => recorder.close());
    logger.info(`Following ${settings.FEED_NAME}, live state at ${url}`);
    return { url };
  },
);
