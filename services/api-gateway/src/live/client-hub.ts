import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { LiveMessage } from '@ted/messaging';
import type { Gateway } from '../gateway.ts';
import { isOriginAllowed } from '../security/origins.ts';
import { mayRead, type Tokens } from '../security/tokens.ts';
import { initialMessage, runOf, updateMessage } from '../views/messages.ts';
import { answerTo } from './client-requests.ts';
import { MessageBudget } from './message-budget.ts';
import { RecentUpdates } from './recent-updates.ts';

const PATH = '/api/ws';
const KEEPALIVE_MS = 30_000;
/** A client that does not answer a ping until the next one is gone. */
const PING_MS = 30_000;
const CHECK_MS = 1000;
/** A client that has this much unread misses updates until it has read on; one that reads nothing for so long is dropped. */
const MAX_UNREAD_BYTES = 256_000;
const MAX_UNREAD_MS = 5000;
/** When a broadcast takes longer than this, updates that are overtaken meanwhile are left out. */
const SLOW_BROADCAST_MS = 5;
/** Two minutes of ticks. */
const KEPT_UPDATES = 480;
const POLICY = 1008;

export interface HubOptions {
  maxClients: number;
  origins: readonly string[];
  tokens: Tokens;
}

/** What the hub knows of a client. Times by a clock that nobody sets, in ms. */
interface Client {
  budget: MessageBudget;
  /** When something was sent to it alone. */
  sentAt: number;
  pingedAt: number;
  answered: boolean;
  /** Since when it has too much unread. */
  behindSince: number | undefined;
}

/** The WebSocket clients of `/api/ws`: a full state first, then one message per update of the game. */
export class ClientHub {
  readonly #gateway: Gateway;
  readonly #options: HubOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 4096,
  });
  readonly #clients = new Map<WebSocket, Client>();
  readonly #recent = new RecentUpdates(KEPT_UPDATES);
  readonly #timer: NodeJS.Timeout;
  #total = 0;
  /** When something was sent to all, and how long that took. */
  #broadcastAt = performance.now();
  #broadcastMs = 0;
  /** Updates that have come and are not sent yet; `telling`: it says more than how the game stands. */
  #waiting: { text: Buffer; telling: boolean }[] = [];

  constructor(gateway: Gateway, http: Server, options: HubOptions) {
    this.#gateway = gateway;
    this.#options = options;
    gateway.clients = () => ({ current: this.#clients.size, total: this.#total });
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    gateway.link.on('message', (message) => this.#onLive(message));
    this.#timer = setInterval(() => this.#check(performance.now()), CHECK_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const socket of this.#clients.keys()) socket.close(1001, 'TED is stopping');
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?')[0] !== PATH) return refuse(socket, '404 Not Found');
    if (!isOriginAllowed(request.headers, this.#options.origins)) return refuse(socket, '403 Forbidden');
    if (!mayRead(request.headers, this.#options.tokens)) return refuse(socket, '401 Unauthorized');
    this.#server.handleUpgrade(request, socket, head, (client) => this.#welcome(client));
  }

  #welcome(socket: WebSocket): void {
    this.#total++;
    socket.on('error', () => socket.terminate());
    if (this.#clients.size >= this.#options.maxClients) {
      socket.close(POLICY, 'too many connections');
      return;
    }
    const now = performance.now();
    const client: Client = {
      budget: new MessageBudget(),
      sentAt: now,
      pingedAt: now,
      answered: true,
      behindSince: undefined,
    };
    this.#clients.set(socket, client);
    socket.on('close', () => this.#clients.delete(socket));
    socket.on('pong', () => (client.answered = true));
    socket.on('message', (data, isBinary) => {
      if (client.budget.take()) this.#answer(socket, isBinary ? '' : (data as Buffer).toString('utf8'));
      else socket.close(POLICY, 'too many messages');
    });
    this.#sendTo(socket, this.#initial());
  }

  #answer(socket: WebSocket, text: string): void {
    for (const message of answerTo(text.trim(), this.#gateway, this.#recent, () => this.#initial()))
      this.#sendTo(socket, message);
  }

  #initial(): Buffer {
    return encoded(initialMessage(this.#gateway.mirror.state, this.#gateway.uptimeSeconds));
  }

  #onLive(message: LiveMessage): void {
    const { mirror } = this.#gateway;
    mirror.apply(message);
    const { state } = mirror;
    if (message.type === 'health' || !state) return;
    this.#recent.begin(runOf(state));
    // After a reconnection to ingest everybody gets the whole state: something may have been missed.
    if (message.type === 'state') {
      this.#sendWaiting();
      return this.#broadcast(this.#initial());
    }
    const text = encoded(updateMessage(state, message));
    this.#recent.add(message.seq, text);
    this.#waiting.push({ text, telling: message.finished !== undefined || message.bet !== undefined });
    // What has come in one go is sent in one go, so that it is seen when sending falls behind.
    if (this.#waiting.length === 1) setImmediate(() => this.#sendWaiting());
  }

  /** While sending to all takes long, only the newest update is sent, and those that tell of an end or a bet. */
  #sendWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const slow = this.#broadcastMs > SLOW_BROADCAST_MS;
    for (const [i, { text, telling }] of waiting.entries())
      if (!slow || telling || i === waiting.length - 1) this.#broadcast(text);
  }

  /** The same bytes to all: encoded once. */
  #broadcast(text: Buffer): void {
    const begin = performance.now();
    for (const [socket, client] of this.#clients) send(socket, client, text, begin);
    this.#broadcastAt = performance.now();
    this.#broadcastMs = this.#broadcastAt - begin;
  }

  #sendTo(socket: WebSocket, text: Buffer): void {
    const client = this.#clients.get(socket);
    if (!client) return;
    client.sentAt = performance.now();
    send(socket, client, text, client.sentAt);
  }

  /** Keeps silent connections alive, and ends those that have gone without a word. */
  #check(now: number): void {
    for (const [socket, client] of this.#clients) {
      if (now - client.pingedAt >= PING_MS) {
        if (!client.answered) {
          socket.terminate();
          continue;
        }
        client.answered = false;
        client.pingedAt = now;
        socket.ping();
      }
      if (now - Math.max(client.sentAt, this.#broadcastAt) >= KEEPALIVE_MS)
        this.#sendTo(socket, encoded({ type: 'keepalive' }));
    }
  }
}

const encoded = (message: object): Buffer => Buffer.from(JSON.stringify(message));

const AS_TEXT = { binary: false };

function send(socket: WebSocket, client: Client, text: Buffer, now: number): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > MAX_UNREAD_BYTES) {
    client.behindSince ??= now;
    if (now - client.behindSince > MAX_UNREAD_MS) socket.terminate();
    return;
  }
  client.behindSince = undefined;
  socket.send(text, AS_TEXT);
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
