import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { LiveMessage } from '@ted/messaging';
import { fullStatus } from '../endpoints/status.ts';
import type { Gateway } from '../gateway.ts';
import { initialMessage, updateMessage } from '../views/messages.ts';
import { sideBetAdvice } from '../views/side-bet.ts';

const PATH = '/api/ws';
const KEEPALIVE_MS = 30_000;
/** A client that does not read is dropped, not buffered for. */
const MAX_BUFFERED_BYTES = 2_000_000;
const TRY_LATER = 1008;

/** The WebSocket clients of `/api/ws`: a full state first, then one message per update of the game. */
export class ClientHub {
  readonly #gateway: Gateway;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 4096 });
  readonly #maxClients: number;
  readonly #origins: readonly string[];
  readonly #lastSent = new WeakMap<WebSocket, number>();
  readonly #keepalive: NodeJS.Timeout;
  #total = 0;

  constructor(gateway: Gateway, http: Server, options: { maxClients: number; origins: readonly string[] }) {
    this.#gateway = gateway;
    this.#maxClients = options.maxClients;
    this.#origins = options.origins;
    gateway.clients = () => ({ current: this.#server.clients.size, total: this.#total });
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    gateway.link.on('message', (message) => this.#onLive(message));
    this.#keepalive = setInterval(() => this.#keepAlive(), 1000);
  }

  close(): void {
    clearInterval(this.#keepalive);
    for (const client of this.#server.clients) client.close(1001, 'TED is stopping');
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const path = request.url?.split('?')[0];
    if (path !== PATH) return refuse(socket, 404);
    if (!this.#originAllowed(request)) return refuse(socket, 403);
    this.#server.handleUpgrade(request, socket, head, (client) => this.#welcome(client));
  }

  /** Programs send no Origin; a browser's page must be ours or on the list. */
  #originAllowed({ headers }: IncomingMessage): boolean {
    const { origin, host } = headers;
    if (origin === undefined || this.#origins.includes(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }

  #welcome(client: WebSocket): void {
    this.#total++;
    client.on('error', () => client.terminate());
    if (this.#server.clients.size > this.#maxClients) {
      client.close(TRY_LATER, 'too many connections');
      return;
    }
    client.on('message', (data, isBinary) =>
      this.#answer(client, isBinary ? '' : (data as Buffer).toString('utf8').trim()),
    );
    this.#send(client, initialMessage(this.#gateway.mirror.state, this.#gateway.uptimeSeconds));
  }

  /** Messages that are not known are ignored. */
  #answer(client: WebSocket, text: string): void {
    const timestamp = new Date().toISOString();
    if (text === 'ping') this.#send(client, { type: 'pong', timestamp });
    else if (text === 'status') this.#send(client, fullStatus(this.#gateway));
    else if (text === 'side_bet') {
      const data = sideBetAdvice(this.#gateway.mirror.state);
      this.#send(client, { type: 'side_bet_recommendation', data, timestamp });
    }
  }

  #onLive(message: LiveMessage): void {
    const { mirror } = this.#gateway;
    mirror.apply(message);
    if (message.type === 'health' || !mirror.state || this.#server.clients.size === 0) return;
    // After a reconnection to ingest everybody gets the whole state: something may have been missed.
    const body =
      message.type === 'state'
        ? initialMessage(mirror.state, this.#gateway.uptimeSeconds)
        : updateMessage(mirror.state, message);
    const text = Buffer.from(JSON.stringify(body));
    for (const client of this.#server.clients) this.#sendText(client, text);
  }

  #keepAlive(): void {
    const now = performance.now();
    for (const client of this.#server.clients) {
      if (now - (this.#lastSent.get(client) ?? 0) >= KEEPALIVE_MS) this.#send(client, { type: 'keepalive' });
    }
  }

  #send(client: WebSocket, body: object): void {
    this.#sendText(client, Buffer.from(JSON.stringify(body)));
  }

  #sendText(client: WebSocket, text: Buffer): void {
    if (client.readyState !== client.OPEN) return;
    if (client.bufferedAmount > MAX_BUFFERED_BYTES) {
      client.terminate();
      return;
    }
    this.#lastSent.set(client, performance.now());
    client.send(text, { binary: false });
  }
}

function refuse(socket: Duplex, status: 403 | 404): void {
  socket.end(`HTTP/1.1 ${status} ${status === 404 ? 'Not Found' : 'Forbidden'}\r\nconnection: close\r\n\r\n`);
}
