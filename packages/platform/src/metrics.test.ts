import {
  createServer,
  request as ask,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
} from 'node:http';
import { closeServer, listen } from './http.ts';
import { createLogger } from './logger.ts';
import { metricsHandler } from './metrics-endpoint.ts';
import { byLabel, Metrics } from './metrics.ts';

describe('readings at a scrape', () => {
  const metrics = new Metrics();

  it('show what holds then: totals are not added up, what is not known is left out', async () => {
    let count: number | null = 5;
    metrics.total('t_total', 'a total', () => count);
    metrics.gauge('g', 'a gauge', () => byLabel('ring', count === null ? {} : { a: count }), ['ring']);
    expect(await metrics.text()).toMatch(/^t_total 5$/m);
    count = 7;
    const text = await metrics.text();
    expect(text).toMatch(/^t_total 7$/m);
    expect(text).toMatch(/^g\{ring="a"\} 7$/m);
    count = null;
    expect(await metrics.text()).not.toMatch(/^(t_total|g\{)/m);
  });

  it('bring the event loop and the process along, and count log lines by level', async () => {
    const logger = createLogger('test', { level: 'info', format: 'text' });
    logger.transports[0]!.silent = true;
    metrics.countLines(logger);
    logger.error('one');
    logger.info('two');
    const text = await metrics.text();
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
    expect(text).toMatch(/^ted_log_lines_total\{level="error"\} 1$/m);
    expect(text).toMatch(/^ted_log_lines_total\{level="warn"\} 0$/m);
  });
});

describe('who may read /metrics', () => {
  const TOKEN = 'a-token-of-some-length';
  const servers: Server[] = [];
  afterEach(() => Promise.all(servers.splice(0).map(closeServer)));

  /** The status that somebody on this machine gets with these headers. */
  async function statusFor(token: string | undefined, headers: OutgoingHttpHeaders): Promise<number> {
    const server = createServer(metricsHandler(new Metrics(), token));
    servers.push(server);
    const url = await listen(server, 0, '127.0.0.1');
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      ask(url, { headers }, resolve).on('error', reject).end();
    });
    response.resume();
    return response.statusCode!;
  }

  it.each([
    ['a program on this machine', {}, 200],
    ['a proxy', { 'x-forwarded-for': '203.0.113.7' }, 403],
    ['another proxy', { forwarded: 'for=203.0.113.7' }, 403],
    ['a web page whose name was bound to this machine', { host: 'evil.example:8000' }, 403],
    ['who guesses a token that is not set', { authorization: 'Bearer undefined', host: 'ted.example' }, 403],
  ])('without a token, %s: %j gets %i', async (_who, headers, status) => {
    expect(await statusFor(undefined, headers)).toBe(status);
  });

  it.each([
    ['nobody without it, also on this machine', {}, 403],
    ['nobody with another one', { authorization: 'Bearer a-token-of-some-lengtH' }, 403],
    ['who sends it, from anywhere', { authorization: `Bearer ${TOKEN}`, host: 'ted.example' }, 200],
  ])('with a token, %s: %j gets %i', async (_who, headers, status) => {
    expect(await statusFor(TOKEN, headers)).toBe(status);
  });
});
