import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { HttpError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { isOriginAllowed } from '../security/origins.ts';
import { mayRead, type Tokens } from '../security/tokens.ts';
import { encoded, newClient, send, type Client } from './client.ts';
import { answerTo } from './client-requests.ts';
import { FeedChannel } from './feed-channel.ts';
import type { FollowedFeed } from './followed-feed.ts';

const PATH = '/api/ws';
const KEEPALIVE_MS = 30_000;
/** A client that does not answer a ping until the next one is gone. */
const PING_MS = 30_000;
const CHECK_MS = 1000;
const POLICY = 1008;

export interface HubOptions {
  maxClients: number;
  origins: readonly string[];
  tokens: Tokens;
}

/** The WebSocket clients of `/api/ws?feed=`: a full state first, then one message per update of the game. */
export class ClientHub {
  readonly #gateway: Gateway;
  readonly #options: HubOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 4096,
  });
  readonly #clients = new Map<WebSocket, { client: Client; channel: FeedChannel }>();
  /** Goes with its feed. */
  readonly #channels = new WeakMap<FollowedFeed, FeedChannel>();
  readonly #timer: NodeJS.Timeout;
  #total = 0;

  constructor(gateway: Gateway, http: Server, options: HubOptions) {
    this.#gateway = gateway;
    this.#options = options;
    gateway.clients = () => ({ current: this.#clients.size, total: this.#total });
    http.on('upgrade', (request, socket, head) => void this.#upgrade(request, socket, head));
    // Its updates are kept from now on, for clients that come back from another gateway.
    this.#channelOf(gateway.feeds.default);
    this.#timer = setInterval(() => this.#check(performance.now()), CHECK_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const socket of this.#clients.keys()) socket.close(1001, 'TED is stopping');
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const [path, query] = (request.url ?? '').split('?');
    if (path !== PATH) return refuse(socket, '404 Not Found');
    if (!isOriginAllowed(request.headers, this.#options.origins)) return refuse(socket, '403 Forbidden');
    if (!mayRead(request.headers, this.#options.tokens)) return refuse(socket, '401 Unauthorized');
    const feed = await this.#feedOf(new URLSearchParams(query).get('feed') ?? undefined);
    if (typeof feed === 'number')
      return refuse(socket, feed === 404 ? '404 Not Found' : '503 Service Unavailable');
    this.#server.handleUpgrade(request, socket, head, (client) => this.#welcome(client, feed));
  }

  /** The feed that is watched, or the HTTP status of why it cannot be. */
  async #feedOf(name: string | undefined): Promise<FollowedFeed | number> {
    try {
      return await this.#gateway.feeds.ask(name);
    } catch (error) {
      return error instanceof HttpError ? error.status : 503;
    }
  }

  #channelOf(feed: FollowedFeed): FeedChannel {
    const known = this.#channels.get(feed);
    if (known) return known;
    const channel = new FeedChannel(feed, () => this.#gateway.uptimeSeconds);
    this.#channels.set(feed, channel);
    return channel;
  }

  #welcome(socket: WebSocket, feed: FollowedFeed): void {
    this.#total++;
    socket.on('error', () => socket.terminate());
    if (this.#clients.size >= this.#options.maxClients) {
      socket.close(POLICY, 'too many connections');
      return;
    }
    const channel = this.#channelOf(feed);
    const client = newClient(performance.now());
    this.#clients.set(socket, { client, channel });
    channel.join(socket, client);
    socket.on('close', () => {
      this.#clients.delete(socket);
      channel.leave(socket);
    });
    socket.on('pong', () => (client.answered = true));
    socket.on('message', (data, isBinary) => {
      if (client.budget.take())
        this.#answer(socket, client, channel, isBinary ? '' : (data as Buffer).toString('utf8'));
      else socket.close(POLICY, 'too many messages');
    });
    sendTo(socket, client, channel.initial());
  }

  #answer(socket: WebSocket, client: Client, channel: FeedChannel, text: string): void {
    for (const message of answerTo(text.trim(), this.#gateway, channel)) sendTo(socket, client, message);
  }

  /** Keeps silent connections alive, and ends those that have gone without a word. */
  #check(now: number): void {
    for (const [socket, { client, channel }] of this.#clients) {
      if (now - client.pingedAt >= PING_MS) {
        if (!client.answered) {
          socket.terminate();
          continue;
        }
        client.answered = false;
        client.pingedAt = now;
        socket.ping();
      }
      if (now - Math.max(client.sentAt, channel.broadcastAt) >= KEEPALIVE_MS)
        sendTo(socket, client, encoded({ type: 'keepalive' }));
    }
  }
}

function sendTo(socket: WebSocket, client: Client, text: Buffer): void {
  client.sentAt = performance.now();
  send(socket, client, text, client.sentAt);
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
