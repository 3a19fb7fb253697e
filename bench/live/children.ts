import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { openFeedSockets } from '../feeds/feed-sockets.ts';

const TICKS_PER_GAME = 200;
/** A tick's answer that has not come by then is lost. */
const LATE_MS = 10_000;

export interface TripOptions {
  /** Text of an update's data. */
  frame: string;
  feeds: number;
}
/** What the process is told: to open a client at each of these addresses, or to send so many ticks of all feeds together. */
export type TripWord = { clients: string[]; way: Way } | { send: number; perSecond: number; way: Way };
type Way = 'services' | 'relay';

/**
 * The feeds and the last clients in one process, so that one clock sees a tick leave and come back: over both services, and over
 * a bare relay of two hops. Answers with the milliseconds of each tick.
 */
export async function trip({ frame, feeds: count }: TripOptions): Promise<void> {
  const feeds = await openFeedSockets();
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
  const ticksOf = { services: gamesOf(count), relay: gamesOf(count) };
  const template = JSON.parse(frame) as object;
  const sendOne = (way: Way, feed: number) => {
    const { gameId, tickCount } = ticksOf[way](feed);
    const rugged = tickCount === TICKS_PER_GAME - 1;
    const price = 1 + (tickCount % 97) / 97;
    const data = { ...template, gameId, tickCount, rugged, active: true, price, partialPrices: null };
    const text = JSON.stringify(data);
    // What ends a game is answered with the game that has ended.
    if (way === 'relay' || !rugged) sent.set(`${gameId} ${tickCount}`, performance.now());
    if (way === 'services') feeds.send(feed, text);
    else for (const socket of source.clients) socket.send(text);
  };
  const client = async (url: string, way: Way) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.on('message', (bytes: Buffer) => {
      const message = JSON.parse(bytes.toString('utf8')) as Record<string, any>;
      if (way === 'relay') arrived(`${message.gameId} ${message.tickCount}`);
      else if (message.type === 'update')
        arrived(`${message.game_state?.gameId} ${message.game_state?.currentTick}`);
    });
    await once(socket, 'open');
  };
  // The feeds take turns, so that their ticks do not come at the same moment.
  const run = async (ticks: number, perSecond: number, way: Way) => {
    times = [];
    sent.clear();
    for (let i = 0; i < ticks; i++) {
      sendOne(way, i % count);
      await new Promise((resolve) => setTimeout(resolve, 1000 / (perSecond * count)));
    }
    const until = performance.now() + LATE_MS;
    while (sent.size > 0 && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 10));
    process.send!({ times, lost: sent.size } satisfies Tripped);
  };
  process.on('message', (word: TripWord) => {
    if ('clients' in word)
      void Promise.all(word.clients.map((url) => client(url, word.way))).then(() =>
        process.send!({ open: word.way }),
      );
    else void run(word.send, word.perSecond, word.way);
  });
  const relayUrl = `ws://127.0.0.1:${(source.address() as AddressInfo).port}`;
  process.send!({ feedUrl: feeds.url, relayUrl } satisfies TripReady);
}

export interface TripReady {
  /** Of the first feed behind `/feed-0`, and so on. */
  feedUrl: string;
  relayUrl: string;
}

/**
 * The ticks of so many feeds' games, of which no two are at the same tick. Each way has games of its own: an ingest that sees one
 * game's ticks in the middle of another's waits for a second such tick.
 */
function gamesOf(feeds: number): (feed: number) => { gameId: string; tickCount: number } {
  const counts = Array.from({ length: feeds }, (_, feed) => Math.floor((feed * TICKS_PER_GAME) / feeds));
  return (feed) => {
    const n = counts[feed]!++;
    const game = 1000 * feed + Math.floor(n / TICKS_PER_GAME);
    return { gameId: `20260101-${String(game).padStart(16, '0')}`, tickCount: n % TICKS_PER_GAME };
  };
}

export interface Tripped {
  times: number[];
  lost: number;
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
