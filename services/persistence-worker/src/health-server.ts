import { createServer, type Server } from 'node:http';
import { closeServer, listen } from '@ted/platform';
import type { WorkerReport } from '@ted/messaging';

/** `GET /health`: the worker's own report. Alive is enough: a worker without MongoDB waits, it is not broken. */
export class HealthServer {
  readonly #server: Server;

  constructor(report: () => WorkerReport) {
    this.#server = createServer((request, response) => {
      const known = request.method === 'GET' && request.url === '/health';
      response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(known ? { status: 'ok', ...report() } : { error: 'Not found' }));
    });
  }

  listen(port: number, host: string): Promise<string> {
    return listen(this.#server, port, host);
  }

  close(): Promise<void> {
    return closeServer(this.#server);
  }
}
