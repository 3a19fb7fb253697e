import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { FeedServer, FeedSource } from './index.ts';
import { frames, startFeedServer } from './index.ts';
import type { Listener } from './testing/listener.ts';
import { listen } from './testing/listener.ts';

let server: FeedServer;
const listeners: Listener[] = [];

async function serve(source: FeedSource): Promise<void> {
  server = await startFeedServer({ source });
}

async function connect(): Promise<Listener> {
  const listener = await listen(server.url);
  listeners.push(listener);
  return listener;
}

afterEach(async () => {
  for (const { socket } of listeners.splice(0)) socket.disconnect();
  await server.close();
});

const numbered = function* (count: number, padding = '') {
  for (let n = 0; n < count; n++) yield { event: 'gameStateUpdate', data: { n, padding } };
};

describe('feed server', () => {
  it('starts its source with the first client and sends every frame to all', async () => {
    let resolveSecond = (): void => {};
    const second = new Promise<void>((resolve) => (resolveSecond = resolve));
    let started = false;
    await serve(
      frames(
        (async function* () {
          started = true;
          yield { event: 'first', data: 1 };
          await second;
          yield { event: 'second', data: [null, { any: 'garbage' }] };
        })(),
      ),
    );
    expect(started).toBe(false);
    const early = await connect();
    await early.until((heard) => heard.length === 1);
    const late = await connect();
    resolveSecond();
    await Promise.all([
      early.until((heard) => heard.length === 2),
      late.until((heard) => heard.length === 1),
    ]);
    const garbage = { event: 'second', args: [[null, { any: 'garbage' }]] };
    expect(early.heard).toMatchObject([{ event: 'first', args: [1] }, garbage]);
    expect(late.heard).toMatchObject([garbage]);
    await server.ended;
    expect(server.clients).toBe(2);
  });

  it('sends the arguments of a traced event one by one', async () => {
    await serve(frames([{ event: 'standard/newTrade', data: [{ __trace: true }, { id: 'trade' }] }]));
    const listener = await connect();
    await listener.until((heard) => heard.length === 1);
    expect(listener.heard[0]?.args).toEqual([{ __trace: true }, { id: 'trade' }]);
  });

  it('greets each client alone, before the feed', async () => {
    await serve(frames([{ event: 'tick', data: 1 }], { onConnect: () => ({ event: 'greeting', data: 0 }) }));
    const first = await connect();
    await first.until((heard) => heard.length === 2);
    await connect().then((second) => second.until((heard) => heard.length === 1));
    expect(first.heard.map(({ event }) => event)).toEqual(['greeting', 'tick']);
    expect(listeners[1]?.heard.map(({ event }) => event)).toEqual(['greeting']);
  });

  it('counts what clients send and stays at 0 for one that only listens', async () => {
    await serve(frames(numbered(10)));
    const quiet = await connect();
    await quiet.until((heard) => heard.length === 10);
    expect(server.receivedFromClients).toBe(0);
    const loud = await connect();
    loud.socket.emit('authenticate', {});
    loud.socket.emit('binary', Buffer.from('x'));
    // An acknowledgement nobody asked for, written as the packet it is.
    loud.socket.io.engine.write('30[]');
    loud.socket.disconnect();
    while (server.clients > 1) await new Promise((resolve) => setImmediate(resolve));
    expect(server.receivedFromClients).toBe(3);
  });

  it('cuts connections like a lost network, so that clients come back', async () => {
    await serve(frames([]));
    const { socket } = await connect();
    const lost = new Promise((resolve) => socket.once('disconnect', resolve));
    const back = new Promise<void>((resolve) => socket.once('connect', resolve));
    server.disconnectClients();
    expect(await lost).toBe('transport close');
    await back;
    expect(server.clients).toBe(1);
  });

  it('waits for its slowest reader at speed Infinity instead of piling frames up', async () => {
    const count = 3000;
    let given = 0;
    const counted = function* () {
      for (const frame of numbered(count, 'x'.repeat(10_000))) {
        given += 1;
        yield frame;
      }
    };
    await serve(frames(counted(), { speed: Infinity }));
    const stalled = await connect();
    const { ws } = stalled.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } };
    ws.pause();
    const quick = await connect();
    const state = await Promise.race([server.ended.then(() => 'ended'), delay(500, 'waiting')]);
    expect(state).toBe('waiting');
    expect(given).toBeLessThan(count);
    ws.resume();
    await Promise.all(
      [stalled, quick].map((listener) => listener.until((heard) => heard.at(-1)?.args[0].n === count - 1)),
    );
    await server.ended;
    expect(stalled.heard.map(({ args }) => args[0].n as number)).toEqual(
      Array.from({ length: count }, (_, n) => n),
    );
  });

  it('closes at once in the middle of a long wait', async () => {
    await serve(frames([{ delayMs: 3_600_000, event: 'late', data: 0 }]));
    const { socket } = await connect();
    const gone = once(socket as never, 'disconnect');
    await server.close();
    await Promise.all([gone, server.ended]);
    expect(server.clients).toBe(0);
  });

  it('passes on what makes a source fail', async () => {
    await serve({
      speed: 1,
      frames: function* () {
        throw new Error('bad source');
      },
    });
    const failure = expect(server.ended).rejects.toThrow('bad source');
    await connect();
    await failure;
  });
});
