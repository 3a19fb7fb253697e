import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startFeedServer, type Frame } from '@ted/feed-simulator';
import { WebSocket, WebSocketServer } from 'ws';

const TICKS_PER_GAME = 200;
/** A tick's answer that has not come by then is lost. */
const LATE_MS = 10_000;

export type TripWord = { clients: string; way: Way } | { send: number; perSecond: number; way: Way };
type Way = 'services' | 'relay';

/**
 * The feed and the last client in one process, so that one clock sees a tick leave and come back: over both services, and over
 * a bare relay of two hops. Answers with the milliseconds of each tick.
 */
export async function trip({ frame }: { frame: string }): Promise<void> {
  const feed = await pushedFeed();
  const source = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(source, 'listening');
  const sent = new Map<string, number>();
  let times: number[] = [];
  const arrived = (key: string) => {
    const at = sent.get(key);
    if (at === undefined) return;
    sent.delete(key);
    times.push(performance.now() - at);
  };
  // Each way has games of its own: an ingest that sees one game's ticks in the middle of another's waits for a second such tick.
  const counts: Record<Way, number> = { services: 0, relay: 0 };
  const template = JSON.parse(frame) as object;
  const sendOne = (way: Way) => {
    const n = counts[way]++;
    const gameId = `20260101-${String(Math.floor(n / TICKS_PER_GAME)).padStart(16, '0')}`;
    const tickCount = n % TICKS_PER_GAME;
    const rugged = tickCount === TICKS_PER_GAME - 1;
    const price = 1 + (n % 97) / 97;
    const data = { ...template, gameId, tickCount, rugged, active: true, price, partialPrices: null };
    // What ends a game is answered with the game that has ended.
    if (way === 'relay' || !rugged) sent.set(`${gameId} ${tickCount}`, performance.now());
    if (way === 'services') return feed.push({ delayMs: 0, event: 'gameStateUpdate', data });
    const text = JSON.stringify(data);
    for (const socket of source.clients) socket.send(text);
  };
  const client = (url: string, way: Way) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.on('open', () => process.send!({ open: way }));
    socket.on('message', (bytes: Buffer) => {
      const message = JSON.parse(bytes.toString('utf8')) as Record<string, any>;
      if (way === 'relay') arrived(`${message.gameId} ${message.tickCount}`);
      else if (message.type === 'update')
        arrived(`${message.game_state?.gameId} ${message.game_state?.currentTick}`);
    });
  };
  const run = async (ticks: number, perSecond: number, way: Way) => {
    times = [];
    sent.clear();
    for (let i = 0; i < ticks; i++) {
      sendOne(way);
      await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
    }
    const until = performance.now() + LATE_MS;
    while (sent.size > 0 && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 10));
    process.send!({ times, lost: sent.size } satisfies Tripped);
  };
  process.on('message', (word: TripWord) => {
    if ('clients' in word) client(word.clients, word.way);
    else void run(word.send, word.perSecond, word.way);
  });
  const relayUrl = `ws://127.0.0.1:${(source.address() as AddressInfo).port}`;
  process.send!({ feedUrl: feed.url, relayUrl });
}

export interface Tripped {
  times: number[];
  lost: number;
}

/** A feed that plays what it is handed, at once. */
async function pushedFeed(): Promise<{ url: string; push: (frame: Frame) => void }> {
  const waiting: Frame[] = [];
  let wake = (): void => undefined;
  const { url } = await startFeedServer({
    source: {
      speed: 1,
      async *frames() {
        for (;;) {
          const frame = waiting.shift();
          if (frame) yield frame;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      },
    },
  });
  const push = (frame: Frame) => {
    waiting.push(frame);
    wake();
  };
  return { url, push };
}

/** One hop: says on to its clients what it hears, as it is. */
export async function relay({ url }: { url: string }): Promise<void> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const upstream = new WebSocket(url, { perMessageDeflate: false });
  upstream.on('message', (bytes: Buffer) => {
    for (const socket of server.clients) socket.send(bytes, { binary: false });
  });
  await once(upstream, 'open');
  process.send!({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
