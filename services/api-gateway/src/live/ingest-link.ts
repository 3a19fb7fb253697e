import { EventEmitter, once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeLive, LIVE_PACKED, liveMessage, type LiveMessage } from '@ted/messaging';

const RETRY_MS = 250;
/** ingest speaks at least once a second. A network that stalls closes nothing: another replica may be there. */
const SILENCE_MS = 4000;

/** A feed at an ingest, by its address; that ingest's first feed unless named. */
export interface Target {
  url: string;
  feed?: string;
}

export interface LinkState {
  connected: boolean;
  error: string | null;
  /** Since when, ms since 1970. */
  since: number;
}

/**
 * The gateway's connection to a feed's live state at an ingest. Comes back by itself; every new connection begins with a full
 * state. It stays with an ingest as long as that speaks, and asks before each new connection where to go.
 */
export class IngestLink extends EventEmitter<{ message: [LiveMessage]; change: [LinkState] }> {
  /** Resolves with ingest's first word. */
  readonly heard: Promise<unknown> = once(this, 'message');
  readonly #next: () => Target | undefined;
  #target: Target | undefined;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #stopped = false;
  #state: LinkState = { connected: false, error: 'not connected yet', since: Date.now() };

  /** @param next where to connect now; undefined while there is no such place */
  constructor(next: () => Target | undefined) {
    super();
    this.#next = next;
  }

  /** Where it is connected to, or was last. */
  get target(): Target | undefined {
    return this.#target;
  }

  get state(): Readonly<LinkState> {
    return this.#state;
  }

  start(): void {
    this.#connect();
  }

  /** Leaves the ingest that it is at, and asks where to go. */
  moveOn(): void {
    this.#socket?.terminate();
  }

  stop(): void {
    this.#stopped = true;
    this.removeAllListeners();
    clearTimeout(this.#retry);
    clearTimeout(this.#watchdog);
    this.#socket?.terminate();
  }

  #connect(): void {
    const next = this.#next();
    if (!next) {
      this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
      return;
    }
    this.#target = next;
    const { url, feed } = next;
    const path = feed === undefined ? '/live' : `/live?feed=${feed}`;
    const socket = new WebSocket(`${url.replace(/^http/, 'ws').replace(/\/$/, '')}${path}`, LIVE_PACKED, {
      perMessageDeflate: false,
      handshakeTimeout: 3000,
      maxPayload: 64 << 20,
    });
    this.#socket = socket;
    let problem = 'the connection was closed';
    socket.on('error', (error) => (problem = error.message));
    socket.on('message', (data: Buffer, isBinary) => this.#receive(decodeLive(data, isBinary)));
    socket.on('close', () => {
      clearTimeout(this.#watchdog);
      this.#set(false, problem);
      if (!this.#stopped) this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
    });
    this.#expectWord();
  }

  #receive(message: unknown): void {
    this.#expectWord();
    const parsed = liveMessage.safeParse(message);
    if (!parsed.success) {
      // ingest and gateway of different releases: better no live data than wrong ones.
      this.#set(false, `ingest speaks another version: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
      return;
    }
    this.emit('message', parsed.data);
    this.#set(true, null);
  }

  #expectWord(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#socket?.terminate(), SILENCE_MS);
  }

  #set(connected: boolean, error: string | null): void {
    if (connected === this.#state.connected) return;
    this.#state = { connected, error, since: Date.now() };
    this.emit('change', this.#state);
  }
}
