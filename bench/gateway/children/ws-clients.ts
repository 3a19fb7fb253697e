import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { FrameCounter, pongFrame } from '../frame-counter.ts';

export interface ClientsOptions {
  url: string;
  clients: number;
}

export interface ClientsResult {
  /** Messages of all clients. */
  messages: number;
  seconds: number;
  /** How old updates were when they came, in ms, of one client in twenty. */
  ages: number[];
  /** Clients that the server has dropped. */
  lost: number;
}

/** Opens in small groups: a backlog of connections is no part of what is measured. */
const AT_A_TIME = 50;
/** These clients look at what they get; all others only count. */
const LOOKING = 20;

/** WebSocket clients on plain sockets, which cost little: what limits the figure shall be the server. */
export async function wsClients({ url, clients }: ClientsOptions): Promise<void> {
  let messages = 0;
  let ages: number[] = [];
  let lost = 0;
  let begin = performance.now();
  const { port, hostname } = new URL(url);
  const open = async (i: number): Promise<void> => {
    const socket = connect({ port: Number(port), host: hostname });
    await once(socket, 'connect');
    socket.write(
      [
        ...['GET /api/ws HTTP/1.1', `host: ${hostname}`, 'connection: upgrade', 'upgrade: websocket'],
        ...['sec-websocket-version: 13', 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==', '', ''],
      ].join('\r\n'),
    );
    socket.on('close', () => lost++);
    socket.on('error', () => undefined);
    const head = await firstBytes(socket);
    if (!head) return;
    const look = (text: string): void => {
      const at = /"type":"update".*"at":(\d+)/.exec(text)?.[1];
      if (at) ages.push(Date.now() - Number(at));
    };
    const pong = (payload: Buffer): void => void socket.write(pongFrame(payload));
    const counter = new FrameCounter(pong, i % LOOKING === 0 ? look : undefined);
    const count = (bytes: Buffer): void => void (messages += counter.take(bytes));
    count(head.subarray(head.indexOf('\r\n\r\n') + 4));
    socket.on('data', count);
  };
  for (let i = 0; i < clients; i += AT_A_TIME)
    await Promise.all(Array.from({ length: Math.min(AT_A_TIME, clients - i) }, (_, n) => open(i + n)));

  process.on('message', ({ begin: start }: { begin: boolean }) => {
    if (!start) {
      const seconds = (performance.now() - begin) / 1000;
      process.send!({ messages, seconds, ages, lost } satisfies ClientsResult);
      return;
    }
    [messages, ages, begin] = [0, [], performance.now()];
  });
  process.send!({});
}

/** Undefined: the server has closed before it said anything. */
const firstBytes = (socket: Socket): Promise<Buffer | undefined> =>
  new Promise((resolve) => {
    socket.once('data', resolve);
    socket.once('close', () => resolve(undefined));
  });
