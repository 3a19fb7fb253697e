import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { connectRedis, disconnectRedis } from './connection.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) {
    server.close();
    await once(server, 'close');
  }
});

/** A server of a few words: says to each command what `answer` gives back. */
async function serve(answer: (command: string, socket: Socket) => string | undefined): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      for (const command of data
        .toString()
        .split(/^\*\d+\r\n/m)
        .slice(1)) {
        const reply = answer(command.toLowerCase(), socket);
        if (reply !== undefined) socket.write(reply);
      }
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const list = (...texts: string[]) =>
  `*${texts.length}\r\n${texts.map((text) => `$${text.length}\r\n${text}\r\n`).join('')}`;

it('connects again although a sentinel speaks of a failover while it asks who the master is', async () => {
  let searches = 0;
  let subscriber: Socket | undefined;
  let connected = (): void => undefined;
  const again = new Promise<void>((resolve) => (connected = resolve));
  const master = await serve((command) => {
    if (command.includes('hello')) return '-NOPROTO\r\n';
    if (!/\binfo\b/.test(command)) return '+OK\r\n';
    if (searches > 1) connected();
    const text = 'role:master\r\n';
    return `$${text.length}\r\n${text}\r\n`;
  });
  const sentinel = await serve((command, socket) => {
    if (command.includes('hello')) return '-NOPROTO\r\n';
    if (command.includes('get-master-addr')) {
      const answer = list('127.0.0.1', String(master));
      if (++searches === 1) return answer;
      // The word of the failover is there before the answer.
      subscriber?.write(list('message', '+switch-master', 'ted'));
      setTimeout(() => socket.write(answer), 100);
      return undefined;
    }
    if (command.includes('sentinels')) return '*0\r\n';
    if (!command.includes('subscribe')) return '+OK\r\n';
    subscriber = socket;
    // It is listened to: now the first connection breaks by itself.
    if (searches === 1) for (const other of sockets) if (other.localPort === master) other.destroy();
    return `*3\r\n$9\r\nsubscribe\r\n$14\r\n+switch-master\r\n:1\r\n`;
  });
  const redis = connectRedis(
    { url: `redis-sentinel://127.0.0.1:${sentinel}/ted` },
    'patient',
    () => undefined,
  );
  try {
    const ended = new Promise<string>((resolve) => redis.once('end', () => resolve('ended for good')));
    expect(await Promise.race([again.then(() => 'connected again'), ended])).toBe('connected again');
  } finally {
    disconnectRedis(redis);
  }
});
