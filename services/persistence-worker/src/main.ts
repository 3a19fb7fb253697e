import { openTracing } from '@ted/messaging';
import {
  createLogger,
  createThrottle,
  envFilePath,
  LiveSettings,
  loadSettingsOrExit,
  Metrics,
  metricsHandler,
  runService,
  WedgeProbe,
  workerVariables,
} from '@ted/platform';
import { Database } from '@ted/storage';
import { HealthServer } from './health-server.ts';
import { WorkerMetrics } from './metrics.ts';
import { tellLog } from './tell-log.ts';
import { PersistenceWorker } from './worker.ts';

const settings = loadSettingsOrExit('persistence-worker', workerVariables);
const logger = createLogger('persistence-worker', { level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });

void runService(
  { logger, shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_SECONDS * 1000 },
  async (lifecycle) => {
    const live = new LiveSettings(envFilePath()).start();
    live.on('warning', (warning) => logger.warn(warning));
    const database = new Database({ url: settings.MONGO_URL });
    const seldom = createThrottle(60_000);
    const tracing = openTracing(
      new URL('./tracing.cjs', import.meta.url),
      'persistence-worker',
      settings.OTEL_EXPORTER_OTLP_ENDPOINT,
      (message) => seldom('traces') !== undefined && logger.warn(message),
    );
    const redis = {
      url: settings.REDIS_URL,
      prefix: settings.QUEUE_PREFIX,
      telemetry: tracing.telemetry,
    };
    tellLog(redis, logger, lifecycle);
    const probe = new WedgeProbe(settings.WEDGE_MINUTES * 60_000, (level, text) => logger.log(level, text));
    const metrics = new Metrics();
    metrics.countLines(logger);
    const parts = { database, live, logger, probe, metrics: new WorkerMetrics(metrics), tracing };
    const worker = new PersistenceWorker(redis, parts, lifecycle);
    const answerMetrics = metricsHandler(metrics, settings.METRICS_TOKEN);
    const health = new HealthServer(() => worker.report(), answerMetrics, lifecycle.signal);
    const url = await health.listen(settings.WORKER_PORT, settings.HOST);
    worker.start(lifecycle);

    lifecycle.onStop('http', () => health.close());
    lifecycle.onStop('producers', () => live.stop());
    lifecycle.onStop('connections', () => database.close());
    lifecycle.onStop('connections', () => tracing.close());
    return { url };
  },
);
