import { backoffMs } from './backoff.ts';

/** The gateway answers a handshake at once or not at all. */
const HANDSHAKE_MS = 10_000;
/** The gateway speaks at least every 30 s; a connection that does not is dead without knowing it. */
const SILENCE_MS = 45_000;

export interface SocketEvents {
  connecting: () => void;
  open: () => void;
  message: (text: string) => void;
  /** Not connected; the next try begins at `nextTryAt` (ms since 1970), after `tries` failed ones. */
  lost: (nextTryAt: number, tries: number) => void;
}

/** A WebSocket that comes back by itself: after 1, 2, 4, 8, 15 s, and at once when the tab or the network returns. */
export class LiveSocket {
  readonly #url: string;
  readonly #events: SocketEvents;
  #socket: WebSocket | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  /** When the connection is given up unless it speaks, ms of performance.now(). */
  #patienceEnds = 0;
  #tries = 0;

  constructor(url: string, events: SocketEvents) {
    this.#url = url;
    this.#events = events;
  }

  start(): void {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.tryNow();
    });
    window.addEventListener('online', () => this.tryNow());
    this.#connect();
  }

  /** Cuts the wait for the next try short. Does nothing while a connection stands or is being made. */
  tryNow(): void {
    if (this.#retry === undefined) return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  #connect(): void {
    this.#retry = undefined;
    this.#events.connecting();
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#stopWatching();
    this.#expectWord(HANDSHAKE_MS);
    socket.onopen = () => {
      this.#stopWatching();
      this.#expectWord(SILENCE_MS);
      this.#events.open();
    };
    socket.onmessage = ({ data }) => {
      // Only a connection that carries something counts: one that is refused after its handshake is a failed try.
      this.#tries = 0;
      this.#expectWord(SILENCE_MS);
      this.#events.message(String(data));
    };
    socket.onclose = () => this.#lost(socket);
  }

  #lost(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#stopWatching();
    this.#tries++;
    const delay = backoffMs(this.#tries);
    this.#retry = setTimeout(() => this.#connect(), delay);
    this.#events.lost(Date.now() + delay, this.#tries);
  }

  #stopWatching(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = undefined;
  }

  /** A hundred words a second only move the moment; the timer looks at it when it rings. */
  #expectWord(withinMs: number): void {
    this.#patienceEnds = performance.now() + withinMs;
    this.#watchdog ??= setTimeout(() => this.#look(), withinMs);
  }

  #look(): void {
    this.#watchdog = undefined;
    const socket = this.#socket;
    if (!socket) return;
    const rest = this.#patienceEnds - performance.now();
    if (rest > 0) {
      this.#watchdog = setTimeout(() => this.#look(), rest);
      return;
    }
    // A dead connection may take minutes to close; it is given up here and now.
    socket.close();
    this.#lost(socket);
  }
}
