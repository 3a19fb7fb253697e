import type { WebSocket } from 'ws';
import type { LiveMessage } from '@ted/messaging';
import { initialMessage, runOf, updateMessage } from '../views/messages.ts';
import { encoded, send, type Client } from './client.ts';
import type { FollowedFeed } from './followed-feed.ts';
import { RecentUpdates } from './recent-updates.ts';

/** When a broadcast takes longer than this, updates that are overtaken meanwhile are left out. */
const SLOW_BROADCAST_MS = 5;
/** Two minutes of ticks. */
const KEPT_UPDATES = 480;

/** The WebSocket clients that watch one feed. */
export class FeedChannel {
  readonly feed: FollowedFeed;
  readonly recent = new RecentUpdates(KEPT_UPDATES);
  readonly #uptimeSeconds: () => number;
  readonly #clients = new Map<WebSocket, Client>();
  /** When something was sent to all, and how long that took. */
  #broadcastAt = performance.now();
  #broadcastMs = 0;
  /** The shorter of the last two times: one alone may be another's fault, who took the processor or collected garbage. */
  #usualBroadcastMs = 0;
  /** Updates that have come and are not sent yet; `telling`: it says more than how the game stands. */
  #waiting: { text: Buffer; telling: boolean }[] = [];

  constructor(feed: FollowedFeed, uptimeSeconds: () => number) {
    this.feed = feed;
    this.#uptimeSeconds = uptimeSeconds;
    feed.on('message', (message) => this.#onLive(message));
  }

  get broadcastAt(): number {
    return this.#broadcastAt;
  }

  join(socket: WebSocket, client: Client): void {
    this.#clients.set(socket, client);
    this.feed.watchers++;
  }

  leave(socket: WebSocket): void {
    if (!this.#clients.delete(socket)) return;
    this.feed.watchers--;
    this.feed.usedAt = performance.now();
  }

  initial(): Buffer {
    return encoded(initialMessage(this.feed.mirror.state, this.#uptimeSeconds()));
  }

  #onLive(message: LiveMessage): void {
    const { state } = this.feed.mirror;
    if (message.type === 'health' || !state) return;
    this.recent.begin(runOf(state));
    // After a reconnection to ingest everybody gets the whole state: something may have been missed.
    if (message.type === 'state') {
      this.#sendWaiting();
      return this.#broadcast(this.initial());
    }
    const text = encoded(updateMessage(state, message));
    this.recent.add(message.seq, text);
    this.#waiting.push({ text, telling: message.finished !== undefined || message.bet !== undefined });
    // What has come in one go is sent in one go, so that it is seen when sending falls behind.
    if (this.#waiting.length === 1) setImmediate(() => this.#sendWaiting());
  }

  /** While sending to all takes long, only the newest update is sent, and those that tell of an end or a bet. */
  #sendWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const slow = this.#usualBroadcastMs > SLOW_BROADCAST_MS;
    for (const [i, { text, telling }] of waiting.entries())
      if (!slow || telling || i === waiting.length - 1) this.#broadcast(text);
  }

  /** The same bytes to all: encoded once. */
  #broadcast(text: Buffer): void {
    const begin = performance.now();
    for (const [socket, client] of this.#clients) send(socket, client, text, begin);
    this.#broadcastAt = performance.now();
    const took = this.#broadcastAt - begin;
    this.#usualBroadcastMs = Math.min(took, this.#broadcastMs);
    this.#broadcastMs = took;
  }
}
