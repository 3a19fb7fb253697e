import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { QueueState } from '@ted/messaging';
import { byLabel, type Metrics, type Reading } from '@ted/platform';
import type { Gateway } from './gateway.ts';

const HTTP_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** The page promises a tick within 50 ms. */
const FEED_TO_CLIENT_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** Every metric of a gateway. */
export class GatewayMetrics {
  readonly #requests;
  readonly #feedToClient;
  readonly #metrics: Metrics;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
    this.#requests = metrics.histogram(
      'ted_http_request_duration_seconds',
      'HTTP requests, by method, route and status',
      HTTP_SECONDS,
      ['method', 'route', 'status'],
    );
    this.#feedToClient = metrics.histogram(
      'ted_feed_to_client_seconds',
      "From a feed update's arrival at ingest to its being handed to all WebSocket clients",
      FEED_TO_CLIENT_SECONDS,
    );
  }

  /** Answers as `app` does, measures it, and serves `/metrics` itself. */
  listener(app: RequestListener, answerMetrics: RequestListener): RequestListener {
    return (request, response) => {
      if (request.method === 'GET' && request.url?.split('?')[0] === '/metrics') {
        answerMetrics(request, response);
        return;
      }
      const end = this.#requests.startTimer();
      response.once('close', () => end(labelsOf(request, response)));
      app(request, response);
    };
  }

  /** Shows this gateway's figures from now on. Call it after the hub that sends updates on was made: it listens after it. */
  watch(gateway: Gateway): void {
    const { parts, live, feeds } = gateway;
    const metrics = this.#metrics;
    const gauge = metrics.gauge.bind(metrics);
    const total = metrics.total.bind(metrics);
    feeds.on('message', (_feed, message) => {
      if (message.type === 'update') this.#feedToClient.observe(Math.max(0, Date.now() - message.at) / 1000);
    });

    gauge('ted_websocket_clients', 'WebSocket clients connected', () => gateway.clients().current);
    total('ted_websocket_connections_total', 'WebSocket connections taken', () => gateway.clients().total);
    gauge('ted_ingest_up', "Whether ingest's live state is connected", () =>
      Number(feeds.default.link.state.connected),
    );
    gauge('ted_feeds_followed', 'Feeds that this gateway follows now', () => feeds.all().length);
    gauge('ted_redis_up', 'Whether Redis answers', () => Number(parts.redis.ok));
    gauge('ted_mongodb_up', 'Whether MongoDB answers', () => Number(parts.mongodb.ok));
    gauge(
      'ted_workers_alive',
      'Worker replicas that reported within the last seconds',
      () => parts.workers().filter(({ alive }) => alive).length,
    );
    gauge(
      'ted_component_state',
      'State of each part: 1 ok, 0.5 degraded, 0 down',
      () => componentStates(gateway),
      ['component'],
    );
    gauge('ted_persistence_enabled', 'The switch, as this process applies it', () =>
      Number(live.persistenceEnabled),
    );
    total(
      'ted_persistence_records_saved_total',
      'Documents stored by all workers, ever since',
      () => parts.totals.records_saved,
    );
    total('ted_persistence_errors_total', 'Errors of all workers, ever since', () => parts.totals.errors);
    gauge('ted_persistence_last_save_timestamp_seconds', 'When records were stored last', () =>
      seconds(parts.totals.last_save),
    );
    gauge('ted_retention_last_run_timestamp_seconds', 'When the last retention cleanup began', () =>
      seconds(parts.totals.last_cleanup),
    );
    gauge('ted_dead_letters', 'Dead letters that wait for a decision; at most half a minute old', () =>
      parts.facts ? parts.facts.documents.dead_letters : null,
    );
    gauge('ted_queue_jobs', 'Jobs in a queue, by state', () => parts.queues.flatMap(jobsOf), [
      'queue',
      'state',
    ]);
    gauge(
      'ted_queue_oldest_job_age_seconds',
      'How long the job that has waited longest waits in a queue; 0 if none does',
      () =>
        parts.queues.map(({ name, oldest_job_age_s }) => ({
          labels: { queue: name },
          value: oldest_job_age_s ?? 0,
        })),
      ['queue'],
    );
  }
}

function jobsOf({ name, oldest_job_age_s: _age, ...counts }: QueueState) {
  return Object.entries(counts).map(([state, value]) => ({ labels: { queue: name, state }, value }));
}

function componentStates(gateway: Gateway): Reading {
  const { degraded: _names, ...components } = gateway.components(gateway.feeds.default);
  const word = { ok: 1, degraded: 0.5, down: 0 } as const;
  return byLabel(
    'component',
    Object.fromEntries(Object.entries(components).map(([name, { status }]) => [name, word[status]])),
  );
}

const seconds = (at: Date | null): number | null => (at === null ? null : at.getTime() / 1000);

/** The route as it is written (`/api/games/:id`), never the path: its values are without number. */
function labelsOf(request: IncomingMessage, { statusCode }: ServerResponse) {
  const { route } = request as IncomingMessage & { route?: { path?: unknown } };
  return {
    method: request.method ?? '',
    route: typeof route?.path === 'string' ? route.path : 'other',
    status: String(statusCode),
  };
}
