import { WebSocket } from 'ws';

const RETRY_MS = 200;
const LONGEST_GAP_MS = 30_000;

/** A person at the live page: a WebSocket client of the gateway that comes back after every outage and notes the bets. */
export class Observer {
  readonly bets: { gameId: string; tick: number; at: number }[] = [];
  readonly #seen = new Set<string>();
  readonly #url: string;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  #onTick: (() => void)[] = [];

  constructor(gatewayUrl: string) {
    this.#url = `${gatewayUrl.replace(/^http/, 'ws')}/api/ws`;
    this.#connect();
  }

  /** Resolves with the ms until the next tick; undefined if none comes within half a minute. */
  nextTick(): Promise<number | undefined> {
    const from = Date.now();
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), LONGEST_GAP_MS);
      this.#onTick.push(() => {
        clearTimeout(timer);
        resolve(Date.now() - from);
      });
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.terminate();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url, { handshakeTimeout: 2000 });
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.#read(data.toString('utf8')));
    socket.on('close', () => {
      if (!this.#closed) this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
    });
  }

  #read(text: string): void {
    if (text.includes('"isActive":true')) for (const tell of this.#onTick.splice(0)) tell();
    // One message in hundreds recommends a bet.
    if (!text.includes('PLACE_SIDE_BET')) return;
    const { type, game_state, side_bet_recommendation: bet } = JSON.parse(text);
    if (type !== 'update' || bet?.action !== 'PLACE_SIDE_BET') return;
    // Other updates may follow before the next tick; they repeat the bet.
    const key = `${game_state.gameId} ${bet.tick}`;
    if (this.#seen.has(key) || !game_state.isActive) return;
    this.#seen.add(key);
    this.bets.push({ gameId: game_state.gameId, tick: bet.tick, at: Date.now() });
  }
}
