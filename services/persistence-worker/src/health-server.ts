import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { closeServer, listen } from '@ted/platform';
import type { WorkerReport } from '@ted/messaging';

/**
 * `GET /health`: the worker's own report, 503 while work waits and nothing moves for too long; `GET /livez`: whether the process
 * answers at all, whatever it waits for (ADR 49); and `GET /metrics`.
 */
export class HealthServer {
  readonly #server: Server;

  constructor(report: () => WorkerReport, answerMetrics: RequestListener, stopping: AbortSignal) {
    this.#server = createServer((request, response) => {
      if (request.method === 'GET' && request.url === '/metrics') {
        answerMetrics(request, response);
        return;
      }
      const { code, ...rest } = answerTo(request, () => health(report(), stopping.aborted));
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(rest));
    });
  }

  listen(port: number, host: string): Promise<string> {
    return listen(this.#server, port, host);
  }

  close(): Promise<void> {
    return closeServer(this.#server);
  }
}

function answerTo(
  { method, url }: IncomingMessage,
  health: () => { code: number },
): { code: number; status?: string; error?: string } {
  if (method === 'GET' && url === '/livez') return { code: 200, status: 'ok' };
  return method === 'GET' && url === '/health' ? health() : { code: 404, error: 'Not found' };
}

function health(report: WorkerReport, stopping: boolean) {
  const status = stopping ? 'stopping' : report.wedged !== null ? 'failing' : 'ok';
  return { code: status === 'ok' ? 200 : 503, status, ...report };
}
