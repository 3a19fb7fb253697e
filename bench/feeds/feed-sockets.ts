import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

const PING_MS = 20_000;
const OPEN = JSON.stringify({
  sid: 'bench',
  upgrades: [],
  pingInterval: 25_000,
  pingTimeout: 20_000,
  maxPayload: 1e6,
});
const JOIN = /^40(\/feed-(\d+)),/;

/** Many feeds at one port, one connection each: `http://host:port/feed-7` is the one of index 7. */
export interface FeedSockets {
  url: string;
  /** Sends a `gameStateUpdate`, given the text of its data, to who has joined the feed. False if nobody has. */
  send(feed: number, json: string): boolean;
}

/**
 * It speaks what ingest needs of Engine.IO and Socket.IO v4 (open, join a namespace, event, ping), so that it costs a tenth of a real
 * server and leaves the machine to what is measured.
 */
export async function openFeedSockets(): Promise<FeedSockets> {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  const feeds = new Map<number, { socket: WebSocket; head: string }>();
  sockets.on('connection', (socket) => {
    socket.on('error', () => socket.terminate());
    socket.send(`0${OPEN}`);
    socket.on('message', (data: Buffer) => {
      const [, namespace, index] = JOIN.exec(data.toString()) ?? [];
      if (namespace === undefined) return;
      socket.send(`40${namespace},{"sid":"${index}"}`);
      feeds.set(Number(index), { socket, head: `42${namespace},["gameStateUpdate",` });
    });
  });
  setInterval(() => {
    for (const socket of sockets.clients) socket.send('2');
  }, PING_MS);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    send(index, json) {
      const feed = feeds.get(index);
      feed?.socket.send(`${feed.head}${json}]`);
      return feed !== undefined;
    },
  };
}
