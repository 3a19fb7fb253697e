import { createServer, type RequestListener, type Server } from 'node:http';
import express from 'express';
import { WebSocketServer, type WebSocket } from 'ws';
import type { LiveMessage, RingTick } from '@ted/messaging';
import { closeServer, listen } from '@ted/platform';

/** A gateway that does not read is dropped, not buffered for. */
const MAX_BUFFERED_BYTES = 8_000_000;

export interface LiveSource {
  state(): LiveMessage;
  ticks(): { ticks: RingTick[]; max_size: number; sample_every: number };
  health(): { healthy: boolean; body: object };
}

/** What the gateways connect to: a WebSocket `/live`, the tick ring, health and metrics. Nothing of it needs Redis or MongoDB. */
export class LiveServer {
  readonly #server: Server;
  readonly #sockets: WebSocketServer;

  constructor(source: LiveSource, answerMetrics: RequestListener) {
    const app = express().disable('x-powered-by');
    app.get('/health', (_request, response) => {
      const { healthy, body } = source.health();
      response.status(healthy ? 200 : 503).json(body);
    });
    app.get('/metrics', answerMetrics);
    app.get('/live/ticks', (_request, response) => response.json(source.ticks()));
    this.#server = createServer(app);
    this.#sockets = new WebSocketServer({
      server: this.#server,
      path: '/live',
      perMessageDeflate: false,
      maxPayload: 1024,
    });
    this.#sockets.on('connection', (socket) => {
      socket.on('error', () => socket.terminate());
      socket.send(JSON.stringify(source.state()));
    });
  }

  listen(port: number, host: string): Promise<string> {
    return listen(this.#server, port, host);
  }

  /** Sends a message to every gateway; encoded once. */
  broadcast(message: LiveMessage): void {
    if (this.#sockets.clients.size === 0) return;
    const text = Buffer.from(JSON.stringify(message));
    for (const socket of this.#sockets.clients) sendOrDrop(socket, text);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.close(1001);
    await closeServer(this.#server);
  }
}

function sendOrDrop(socket: WebSocket, text: Buffer): void {
  if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
  else socket.send(text, { binary: false });
}
