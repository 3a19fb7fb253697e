import { EventEmitter, once } from 'node:events';
import { WebSocket } from 'ws';
import { liveMessage, type LiveMessage } from '@ted/messaging';

const RETRY_MS = 250;
/** ingest speaks at least once a second. */
const SILENCE_MS = 5000;

export interface LinkState {
  connected: boolean;
  error: string | null;
  /** Since when, ms since 1970. */
  since: number;
}

/** The gateway's connection to ingest's live state. Comes back by itself; every new connection begins with a full state. */
export class IngestLink extends EventEmitter<{ message: [LiveMessage]; change: [LinkState] }> {
  /** Resolves with ingest's first word. */
  readonly heard: Promise<unknown> = once(this, 'message');
  readonly #url: string;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #stopped = false;
  #state: LinkState = { connected: false, error: 'not connected yet', since: Date.now() };

  constructor(ingestUrl: string) {
    super();
    this.#url = `${ingestUrl.replace(/^http/, 'ws').replace(/\/$/, '')}/live`;
  }

  get state(): Readonly<LinkState> {
    return this.#state;
  }

  start(): void {
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.removeAllListeners();
    clearTimeout(this.#retry);
    clearTimeout(this.#watchdog);
    this.#socket?.terminate();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url, {
      perMessageDeflate: false,
      handshakeTimeout: 3000,
      maxPayload: 64 << 20,
    });
    this.#socket = socket;
    let problem = 'the connection was closed';
    socket.on('error', (error) => (problem = error.message));
    socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    socket.on('close', () => {
      clearTimeout(this.#watchdog);
      this.#set(false, problem);
      if (!this.#stopped) this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
    });
    this.#expectWord();
  }

  #receive(text: string): void {
    this.#expectWord();
    const parsed = liveMessage.safeParse(JSON.parse(text));
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
