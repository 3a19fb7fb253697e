import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOCAL_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * Whether whoever asks may read the metrics: with a token, only who sends it; without one, only a program on this machine that
 * asks directly (no proxy, which speaks for others, and no foreign host name, as a web page with a rebound name would send).
 */
export function mayReadMetrics(request: IncomingMessage, token: string | undefined): boolean {
  const { headers, socket } = request;
  if (token !== undefined) return isSame(headers.authorization ?? '', `Bearer ${token}`);
  const proxied = headers.forwarded ?? headers['x-forwarded-for'] ?? headers.via;
  return (
    proxied === undefined && LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_HOST.test(headers.host ?? '')
  );
}

/** Answers `GET /metrics`. Not public data: see {@link mayReadMetrics}. */
export function metricsHandler(metrics: Metrics, token: string | undefined) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const answer = (status: number, type: string, body: string): void => {
      response
        .writeHead(status, {
          'content-type': type,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        })
        .end(body);
    };
    if (!mayReadMetrics(request, token)) {
      answer(403, 'application/json', '{"error":"Metrics are not public: see METRICS_TOKEN"}');
      return;
    }
    metrics.text().then(
      (text) => answer(200, metrics.contentType, text),
      () => answer(500, 'application/json', '{"error":"Internal error"}'),
    );
  };
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
