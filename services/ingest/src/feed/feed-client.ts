import { EventEmitter } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { boundedParser } from './bounded-parser.ts';

/** The longest gap ever recorded in the feed is 20.5 s: after this the connection is dead, whatever it says. */
const SILENCE_MS = 45_000;

interface FeedEvents {
  /** Data of a `gameStateUpdate`, unvalidated. */
  update: [data: unknown];
  connected: [];
  disconnected: [reason: string];
  /** An attempt to connect failed; the next one follows by itself. */
  unreachable: [reason: string];
  /** A packet that could not be used. */
  rejected: [reason: string];
}

/** Listens to the feed. Listens only: it emits nothing and acknowledges nothing, ever. */
export class FeedClient extends EventEmitter<FeedEvents> {
  readonly #socket: Socket;
  readonly #watchdog: NodeJS.Timeout | undefined;
  #lastPacketAt = performance.now();
  #connections = 0;
  /** Events that TED does not use, by name; other names than the first hundred are not kept apart. */
  readonly ignored = new Map<string, number>();

  constructor(url: string, options: { endless: boolean }) {
    super();
    this.#socket = io(url, {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 250,
      reconnectionDelayMax: 5000,
      timeout: 10_000,
      autoConnect: false,
      forceNew: true,
      parser: boundedParser((reason) => this.emit('rejected', reason)),
    });
    this.#socket.on('connect', () => {
      this.#connections++;
      this.#lastPacketAt = performance.now();
      this.emit('connected');
    });
    this.#socket.on('disconnect', (reason) => this.emit('disconnected', reason));
    this.#socket.on('connect_error', (error) => this.emit('unreachable', error.message));
    this.#socket.onAny((event: unknown, ...args: unknown[]) => this.#receive(String(event), args));
    // A recording comes to its end; the real feed never falls silent.
    if (options.endless) this.#watchdog = setInterval(() => this.#reconnectIfSilent(), 5000);
  }

  start(): void {
    this.#socket.connect();
  }

  stop(): void {
    clearInterval(this.#watchdog);
    this.removeAllListeners();
    this.#socket.disconnect();
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  /** Connections after the first. */
  get reconnects(): number {
    return Math.max(0, this.#connections - 1);
  }

  /** Leaves a connection over which nothing comes, whatever it says, and connects anew. */
  reconnect(reason: string): void {
    if (!this.#socket.connected) return;
    this.#socket.disconnect();
    this.emit('disconnected', reason);
    this.#socket.connect();
  }

  #receive(event: string, args: unknown[]): void {
    this.#lastPacketAt = performance.now();
    if (event === 'gameStateUpdate') {
      // Trace information may come as a first argument; the update is the last one.
      this.emit(
        'update',
        args.findLast((arg) => typeof arg !== 'function'),
      );
      return;
    }
    const name = this.ignored.has(event) || this.ignored.size < 100 ? event.slice(0, 100) : 'other';
    this.ignored.set(name, (this.ignored.get(name) ?? 0) + 1);
  }

  #reconnectIfSilent(): void {
    if (performance.now() - this.#lastPacketAt >= SILENCE_MS)
      this.reconnect(`no message for ${SILENCE_MS / 1000} s`);
  }
}
