import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { Backpressure } from './backpressure.ts';
import type { FeedSource, Frame } from './feed-source.ts';
import { wireArguments } from './feed-source.ts';
import { play } from './playback.ts';

export interface FeedServerOptions {
  source: FeedSource;
  host?: string;
  /** 0 takes any free port. */
  port?: number;
}

export interface FeedServer {
  readonly url: string;
  readonly port: number;
  /** Clients connected now. */
  readonly clients: number;
  /** Application events and acknowledgements that clients have ever sent: a listener must send none. */
  readonly receivedFromClients: number;
  /** Settles when the source has ended or the server was closed; rejects with what made the source fail. */
  readonly ended: Promise<void>;
  /** Cuts every connection as a lost network would; clients see `transport close` and may reconnect. */
  disconnectClients(): void;
  close(): Promise<void>;
}

/**
 * Starts a Socket.IO v4 server that speaks the feed's protocol. The source starts when the first client connects,
 * goes on while nobody listens, as the real feed does, and is the same for all clients.
 * Rejects when the source cannot be played or the port is taken.
 */
export async function startFeedServer(options: FeedServerOptions): Promise<FeedServer> {
  const { source, host = '127.0.0.1', port = 0 } = options;
  await source.prepare?.();

  const http = createServer();
  const io = new Server(http, { serveClient: false });
  const backpressure = new Backpressure();
  const closing = new AbortController();
  const send = ({ event, data }: Frame): void => {
    backpressure.count();
    io.emit(event, ...wireArguments(data));
  };
  let start = (): void => {};
  const ended = new Promise<void>((resolve, reject) => {
    closing.signal.addEventListener('abort', () => resolve());
    start = () => {
      play(source, send, backpressure, closing.signal).then(resolve, reject);
    };
  });
  let started = false;
  let receivedFromClients = 0;

  io.engine.on('connection', (connection: { on(event: 'data', listener: (data: unknown) => void): void }) => {
    connection.on('data', (packet) => {
      if (isApplicationPacket(packet)) receivedFromClients += 1;
    });
  });
  io.on('connection', (socket) => {
    backpressure.add(socket.conn);
    const greeting = source.onConnect?.();
    if (greeting) socket.emit(greeting.event, ...wireArguments(greeting.data));
    if (!started) start();
    started = true;
  });

  http.listen(port, host);
  await once(http, 'listening');
  const address = http.address() as AddressInfo;

  return {
    url: `http://${host}:${address.port}`,
    port: address.port,
    get clients() {
      return io.of('/').sockets.size;
    },
    get receivedFromClients() {
      return receivedFromClients;
    },
    ended,
    disconnectClients: () => {
      for (const socket of io.of('/').sockets.values()) socket.conn.close(true);
    },
    close: async () => {
      closing.abort();
      await io.close();
    },
  };
}

/** Socket.IO packet types 2 (event), 3 (acknowledgement) and their binary forms 5 and 6; 0 and 1 open and close. */
function isApplicationPacket(packet: unknown): boolean {
  return typeof packet === 'string' && /^[2356]/.test(packet);
}
