import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { steadyNow, type Sighting } from '../sightings.ts';
import { script } from '../script.ts';

export interface ManyFeedsOptions {
  feeds: number;
  /** Between two ticks of a feed. */
  tickMs: number;
  /** The times of one feed in so many are kept. */
  sampleEvery: number;
}

const SCRIPTS = 8;
/** Ticks of a script: five minutes. */
const SCRIPT_TICKS = 1200;
const STEP_MS = 5;
const PING_MS = 20_000;
const OPEN = JSON.stringify({
  sid: 'bench',
  upgrades: [],
  pingInterval: 25_000,
  pingTimeout: 20_000,
  maxPayload: 1e6,
});
const JOIN = /^40(\/feed-(\d+)),/;

interface Feed {
  socket: WebSocket;
  head: string;
  next: number;
}

/**
 * Many feeds from one process, one connection each: `http://host:port/feed-7` is the seventh. It speaks what
 * ingest needs of Engine.IO and Socket.IO v4 (open, join a namespace, event, ping), so that it costs a tenth of a real server
 * and leaves the machine to what is measured.
 */
export async function manyFeeds({ feeds: count, tickMs, sampleEvery }: ManyFeedsOptions): Promise<void> {
  const scripts = Array.from({ length: Math.min(SCRIPTS, count) }, (_, n) =>
    script(`feed ${n}`, SCRIPT_TICKS),
  );
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  const feeds: (Feed | undefined)[] = new Array<undefined>(count).fill(undefined);
  sockets.on('connection', (socket) => {
    socket.on('error', () => socket.terminate());
    socket.send(`0${OPEN}`);
    socket.on('message', (data: Buffer) => {
      const [, namespace, index] = JOIN.exec(data.toString()) ?? [];
      if (namespace === undefined) return;
      socket.send(`40${namespace},{"sid":"${index}"}`);
      // Feeds of the same script are not all at the same place in it.
      const next = (Number(index) * 37) % (SCRIPT_TICKS / 2);
      feeds[Number(index)] = { socket, head: `42${namespace},["gameStateUpdate",`, next };
    });
  });
  setInterval(() => {
    for (const socket of sockets.clients) socket.send('2');
  }, PING_MS);

  let sent = 0;
  let sightings: Sighting[] = [];
  const play = (index: number): void => {
    const feed = feeds[index];
    if (!feed) return;
    const { json, game, tick } = scripts[index % scripts.length]![feed.next++ % SCRIPT_TICKS]!;
    if (index % sampleEvery === 0) sightings.push([`${index} ${game} ${tick}`, steadyNow()]);
    feed.socket.send(`${feed.head}${json}]`);
    sent++;
  };
  // Each feed has its moment between two ticks; what the process was late for follows at once.
  const start = (rampMs: number): void => {
    const begin = performance.now();
    let played = 0;
    setInterval(() => {
      const due = Math.floor((fullRateMs(performance.now() - begin, rampMs) / tickMs) * count);
      for (; played < due; played++) play(played % count);
    }, STEP_MS);
  };

  process.on('message', (word: { rampMs: number } | { begin: boolean }) => {
    if ('rampMs' in word) return start(word.rampMs);
    if (!word.begin) process.send!({ sent, sightings, joined: feeds.filter(Boolean).length });
    [sent, sightings] = [0, []];
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** Ms at the full rate in which as much is sent as in the first `ms` of one that grows evenly for `rampMs`. */
function fullRateMs(ms: number, rampMs: number): number {
  return ms < rampMs ? (ms * ms) / (2 * rampMs) : ms - rampMs / 2;
}
