import { WebSocket } from 'ws';

const RETRY_MS = 200;

/** A person at the live page: a WebSocket client of the gateway that comes back after every outage and notes the bets. */
export class Observer {
  readonly bets: { gameId: string; tick: number; at: number }[] = [];
  readonly #seen = new Set<string>();
  readonly #url: string;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  /** When updates came. */
  readonly #updates: number[] = [];
  /** When its connection to the gateway was closed, or not made. */
  readonly #unconnected: number[] = [];
  /** The ingest that they came from: see `runOf` of the gateway. */
  run: string | undefined;

  constructor(gatewayUrl: string) {
    this.#url = `${gatewayUrl.replace(/^http/, 'ws')}/api/ws`;
    this.#connect();
  }

  /** The longest time without an update between two moments, in ms, in which it was connected to the gateway. */
  longestSilence(from: number, to: number): number {
    return longestSilence(this.#updates, this.#unconnected, from, to);
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
      this.#unconnected.push(Date.now());
      if (!this.#closed) this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
    });
  }

  #read(text: string): void {
    const run = /"run":"(\w+)"/.exec(text)?.[1];
    if (run !== undefined) this.run = run;
    if (text.startsWith('{"type":"update"')) this.#updates.push(Date.now());
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

/** Of times with a moment without a connection nothing is said. Pure. */
export function longestSilence(
  updates: readonly number[],
  unconnected: readonly number[],
  from: number,
  to: number,
): number {
  const times = [from, ...updates.filter((at) => from < at && at < to), to];
  const silences = times.slice(1).map((end, i) => ({ begin: times[i]!, end }));
  const connected = silences.filter(({ begin, end }) => !unconnected.some((at) => begin <= at && at <= end));
  return Math.max(0, ...connected.map(({ begin, end }) => end - begin));
}
