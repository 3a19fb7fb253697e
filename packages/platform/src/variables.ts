import { decimal, flag, oneOf, redisUrl, share, text, token, urlOf, whole } from './validators.ts';

/**
 * Every variable that TED knows, with its default and what is allowed, under the deployment guide's names.
 * `.env.example` lists the ones that an operator sets; a test holds the two together.
 */

/** These act live: each service reads them from the `.env` file every second. */
export const liveVariables = {
  PERSISTENCE_ENABLED: flag({
    default: false,
    desc: 'The master switch: store games, forecasts and outcomes in MongoDB',
  }),
  PERSISTENCE_INTERVAL_SECONDS: whole(1, 3600)({ default: 30, desc: 'Seconds between two batches' }),
  PERSISTENCE_BATCH_SIZE: whole(1, 1000)({ default: 100, desc: 'Records in one batch at most' }),
  TICK_RETENTION_DAYS: whole(1, 36500)({ default: 7, desc: 'Days that tick and system samples are kept' }),
  PREDICTION_RETENTION_DAYS: whole(1, 36500)({ default: 90, desc: 'Days that predictions are kept' }),
  SIDEBET_RETENTION_DAYS: whole(1, 36500)({ default: 90, desc: 'Days that side bets are kept' }),
  GAME_RETENTION_DAYS: whole(1, 36500)({ default: 180, desc: 'Days that games are kept' }),
  METRICS_RETENTION_DAYS: whole(1, 36500)({ default: 365, desc: 'Days that hourly metrics are kept' }),
  CLEANUP_HOUR_UTC: whole(0, 23)({ default: 3, desc: 'Hour (UTC) of the daily retention cleanup' }),
  PREDICTION_HISTORY_SIZE: whole(1, 100_000)({ default: 200, desc: 'Finished games kept in memory' }),
  STREAM_RING_SIZE: whole(1, 1_000_000)({ default: 1200, desc: 'Tick samples kept in memory' }),
};

const common = {
  ENVIRONMENT: text({ default: 'production', desc: 'Shown in the status' }),
  LOG_LEVEL: oneOf(
    'error',
    'warn',
    'info',
    'debug',
  )({ default: 'info', desc: 'Least important level that is logged' }),
  LOG_FORMAT: oneOf('text', 'json')({ default: 'text', desc: 'Log lines for people or for machines' }),
  HOST: text({ default: '127.0.0.1', desc: 'Address that the service listens on' }),
  SHUTDOWN_TIMEOUT_SECONDS: whole(
    1,
    300,
  )({ default: 10, desc: 'Seconds for an orderly stop before it is forced' }),
  METRICS_TOKEN: token({
    default: undefined,
    desc: 'What Prometheus has to send to read /metrics; without one only this machine may read them',
  }),
};

const wedge = {
  WEDGE_MINUTES: decimal(
    0.01,
    1440,
  )({ default: 5, desc: 'Minutes without progress, while work waits, until health turns to failing' }),
};

const tracing = {
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf(
    'http:',
    'https:',
  )({
    default: undefined,
    desc: 'Collector (OTLP over HTTP) that ingest and the workers send traces of batches to; without one there are none',
    example: 'http://localhost:4318',
  }),
};

const redis = {
  QUEUE_PREFIX: text({
    default: '{ted}',
    desc: 'Prefix of all keys in Redis; the braces keep them on one node of a cluster',
  }),
  REDIS_URL: redisUrl({
    desc: 'Redis, the transport of the batches: one server, sentinels or a cluster',
    example: 'redis://localhost:6379',
  }),
};

const readToken = {
  API_TOKEN: token({
    default: undefined,
    desc: 'When set, the page, the API and the WebSocket are for who sends it (or the admin token)',
  }),
};

const mongo = {
  MONGO_URL: urlOf(
    'mongodb:',
    'mongodb+srv:',
  )({
    desc: 'MongoDB; without a database name in it, rugs_tracker is used',
    example: 'mongodb://localhost:27017/rugs_tracker',
  }),
};

const feedName = {
  FEED_NAME: oneOf('rugs', 'simulated', 'replay')({ default: 'rugs', desc: 'The feed that is followed' }),
};

export const ingestVariables = {
  ...common,
  ...redis,
  ...wedge,
  ...tracing,
  ...readToken,
  WARM_START_URL: urlOf(
    'http:',
    'https:',
  )({
    default: undefined,
    desc: 'A gateway whose stored games a forecast without a memory begins with',
  }),
  ...feedName,
  FEED_KIND: oneOf(
    'live',
    'simulated',
    'replay',
  )({ default: 'live', desc: 'Where its games come from; what is not live is marked as such everywhere' }),
  RUGS_BACKEND_URL: urlOf(
    'http:',
    'https:',
    'ws:',
    'wss:',
  )({
    default: 'https://backend.rugs.fun?frontend-version=1.0',
    desc: 'The feed (Socket.IO, listen only)',
  }),
  FEEDS: text({
    default: 'none',
    desc: 'Several feeds for one ingest, instead of FEED_NAME and RUGS_BACKEND_URL: name=url, separated by commas or spaces; name=live:url where the games are real (see docs/scaling.md)',
  }),
  FEEDS_SHARE: share({
    default: '0/1',
    desc: 'Which share of FEEDS this ingest follows, counted from 0: with 0/2 and 1/2 two of them share the list',
  }),
  INGEST_PEERS: text({
    default: 'none',
    desc: 'URLs of the other replicas that follow the same feeds, separated by commas; then one of them records',
  }),
  INGEST_PORT: whole(0, 65535)({ default: 8001, desc: 'Port of the live state (0: any free one)' }),
  DATA_DIR: text({ default: '.ted', desc: 'Folder of the outbox' }),
  OUTBOX_MAX_MB: whole(
    1,
    1_000_000,
  )({ default: 512, desc: 'Size of the outbox; beyond it old tick samples are given up, then predictions' }),
  PREDICTION_SAMPLE_EVERY_TICKS: whole(
    1,
    1000,
  )({ default: 10, desc: 'Every how many ticks a prediction is stored' }),
  TICK_SAMPLE_EVERY_TICKS: whole(
    1,
    1000,
  )({ default: 10, desc: 'Every how many ticks a tick sample is stored' }),
  STREAM_FEATURES_ENABLED: flag({
    default: true,
    desc: 'Whether ticks with their features are kept in memory',
  }),
  STREAM_INFLUENCE_ENABLED: flag({
    default: true,
    desc: 'Whether experts that look at tick features have a say in the forecast',
  }),
  CHALLENGER_MODEL: text({
    default: 'none',
    desc: 'A model that forecasts beside the one that speaks, to be compared with it (see docs/forecast.md)',
  }),
  SIDEBET_WINDOW_TICKS: whole(1, 1000)({ default: 40, desc: 'Ticks that a side bet covers' }),
  SIDEBET_COOLDOWN_TICKS: whole(
    0,
    1000,
  )({ default: 4, desc: 'Ticks between the end of a window and the next bet' }),
  SIDEBET_PWIN_THRESHOLD: decimal(
    0,
    1,
  )({ default: 0.2, desc: 'Least chance of winning for a recommendation' }),
};

export const workerVariables = {
  ...common,
  ...redis,
  ...wedge,
  ...tracing,
  ...mongo,
  WORKER_PORT: whole(0, 65535)({ default: 8002, desc: 'Port of the health endpoint (0: any free one)' }),
};

export const gatewayVariables = {
  ...common,
  ...redis,
  ...mongo,
  ...feedName,
  GATEWAY_PORT: whole(0, 65535)({ default: 8000, desc: 'Port of the API and the page' }),
  INGEST_URL: urlOf(
    'http:',
    'https:',
  )({ default: 'http://127.0.0.1:8001', desc: 'Where ingest shows its live state' }),
  INGEST_URLS: text({
    default: 'none',
    desc: 'Several ingests instead of INGEST_URL, separated by commas: each has feeds of its own, or they are replicas',
  }),
  MAX_FOLLOWED_FEEDS: whole(
    1,
    10_000,
  )({
    default: 100,
    desc: 'Feeds that a gateway follows at a time; the others are followed when they are asked for',
  }),
  MAX_WEBSOCKET_CONNECTIONS: whole(1, 100_000)({ default: 100, desc: 'WebSocket clients at most' }),
  ECHO_PERSISTENCE_LOG: flag({
    default: false,
    desc: "Repeat in the gateway's log what workers say about storing; for containers, each of which has its own log",
  }),
  CORS_ORIGINS: text({ default: 'none', desc: 'Origins that browsers may call from, separated by commas' }),
  ADMIN_TOKEN: token({
    default: undefined,
    desc: 'Opens /api/admin and /admin/queues to who sends it; without one they are shut',
  }),
  ...readToken,
  ADMIN_QUEUES_WRITABLE: flag({
    default: false,
    desc: 'Whether the queue dashboard may retry and delete jobs, or only show them',
  }),
  RATE_LIMIT_PER_MINUTE: whole(
    1,
    100_000_000,
  )({ default: 6000, desc: 'Requests of one address in a minute at most, at each gateway' }),
  TRUST_PROXY: whole(
    0,
    10,
  )({ default: 0, desc: 'How many proxies before the gateway may name the address of who asks' }),
};
