import { createServer, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import express from 'express';
import { WebSocketServer, type WebSocket } from 'ws';
import { encodeLive, LIVE_PACKED, type LiveFeeds, type LiveMessage, type LiveTicks } from '@ted/messaging';
import { closeServer, listen } from '@ted/platform';

/** A gateway that does not read is dropped, not buffered for. */
const MAX_BUFFERED_BYTES = 8_000_000;

export interface LiveSource {
  /** The feed that is meant where none is named. */
  first: string;
  has(feed: string): boolean;
  list(): LiveFeeds;
  /** Of a feed that it has, like `ticks`. */
  state(feed: string): LiveMessage;
  ticks(feed: string): LiveTicks;
  health(): { healthy: boolean; body: object };
  /** Whether it records, for the other replicas. */
  recording(): object;
}

/**
 * What the gateways connect to: the WebSockets `/live?feed=` and `/live/feeds`, the tick rings, health and metrics. Nothing of it
 * needs Redis or MongoDB.
 */
export class LiveServer {
  readonly #server: Server;
  readonly #source: LiveSource;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 1024,
    handleProtocols: (offered) => offered.has(LIVE_PACKED) && LIVE_PACKED,
  });
  /** Who watches which feed; a feed that nobody watches is not in it. */
  readonly #watchers = new Map<string, Set<WebSocket>>();
  /** Who wants to know which feeds there are. */
  readonly #listeners = new Set<WebSocket>();

  constructor(source: LiveSource, answerMetrics: RequestListener) {
    this.#source = source;
    const app = express().disable('x-powered-by');
    app.get('/health', (_request, response) => {
      const { healthy, body } = source.health();
      response.status(healthy ? 200 : 503).json(body);
    });
    // Whether the process answers at all, whatever it waits for (ADR 49).
    app.get('/livez', (_request, response) => response.json({ status: 'ok' }));
    app.get('/recording', (_request, response) => response.json(source.recording()));
    app.get('/metrics', answerMetrics);
    app.get('/live/ticks', (request, response) => {
      const feed = request.query.feed ?? source.first;
      if (typeof feed === 'string' && source.has(feed)) response.json(source.ticks(feed));
      else response.status(404).json({ error: 'No such feed is followed here' });
    });
    this.#server = createServer(app);
    this.#server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://ingest');
      const feed = searchParams.get('feed') ?? source.first;
      if (pathname === '/live' && source.has(feed))
        this.#sockets.handleUpgrade(request, socket, head, (watcher) => this.#watch(feed, watcher));
      else if (pathname === '/live/feeds')
        this.#sockets.handleUpgrade(request, socket, head, (listener) => this.#listen(listener));
      else refuse(socket);
    });
  }

  #watch(feed: string, socket: WebSocket): void {
    const watchers = this.#watchers.get(feed) ?? new Set();
    this.#watchers.set(feed, watchers.add(socket));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      watchers.delete(socket);
      if (watchers.size === 0) this.#watchers.delete(feed);
    });
    sendToAll(new Set([socket]), this.#source.state(feed));
  }

  #listen(socket: WebSocket): void {
    this.#listeners.add(socket);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#listeners.delete(socket));
    socket.send(JSON.stringify(this.#source.list()));
  }

  listen(port: number, host: string): Promise<string> {
    return listen(this.#server, port, host);
  }

  /** Sends a message to everybody who watches the feed; made once, and only if there is somebody. */
  broadcast(feed: string, make: () => LiveMessage): void {
    const watchers = this.#watchers.get(feed);
    if (watchers) sendToAll(watchers, make());
  }

  /** Tells everybody who wants to know which feeds there are. */
  tellFeeds(): void {
    if (this.#listeners.size === 0) return;
    const text = JSON.stringify(this.#source.list());
    for (const socket of this.#listeners) sendOrDrop(socket, text);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.close(1001);
    await closeServer(this.#server);
  }
}

/** Encodes once for all who read it the same way: gateways read it packed, people and gateways of before as JSON. */
function sendToAll(sockets: ReadonlySet<WebSocket>, message: LiveMessage): void {
  let packed: Buffer | undefined;
  let text: string | undefined;
  for (const socket of sockets)
    if (socket.protocol === LIVE_PACKED) sendOrDrop(socket, (packed ??= encodeLive(message)));
    else sendOrDrop(socket, (text ??= JSON.stringify(message)));
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
}

/** A text goes as text, bytes go as binary. */
function sendOrDrop(socket: WebSocket, data: Buffer | string): void {
  if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
  else socket.send(data);
}
