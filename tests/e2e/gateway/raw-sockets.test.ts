import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { LiveClient } from '../../support/live-client.ts';
import { Ted } from '../../support/ted.ts';
import { eventually } from '../../support/wait.ts';

const UPGRADE = [
  ...['GET /api/ws HTTP/1.1', 'host: x', 'connection: upgrade', 'upgrade: websocket'],
  ...['sec-websocket-version: 13', 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==', '', ''],
].join('\r\n');

describe('a gateway among clients that do not behave', () => {
  let ted: Ted;
  let port: number;
  const open: Socket[] = [];
  beforeAll(async () => {
    ted = await Ted.up({ args: ['--speed', '60'], processEnv: { MAX_WEBSOCKET_CONNECTIONS: '300' } });
    port = Number(new URL(ted.stack.gateway_url).port);
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.destroy();
  });
  afterAll(() => ted.stop());

  const raw = async (text = ''): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    open.push(socket);
    await once(socket, 'connect');
    if (text) socket.write(text);
    return socket;
  };
  const memory = (): number => {
    const status = readFileSync(`/proc/${ted.pidOf('api-gateway')}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
  };
  const clients = async (): Promise<number> => (await ted.api('/api/system')).parts.gateway.clients;

  it('cuts off requests that come drop by drop, and serves everybody else meanwhile', async () => {
    const slow = await Promise.all(
      Array.from({ length: 100 }, () => raw('GET /api/health HTTP/1.1\r\nhost: x\r\nx-a: ')),
    );
    const drops = setInterval(() => slow.forEach((socket) => socket.write('a')), 500);
    // A drop that comes after the end resets the connection: that is an end, too.
    const ended = Promise.all(
      slow.map((socket) => new Promise<void>((resolve) => socket.resume().once('close', () => resolve()))),
    );
    const begin = performance.now();
    expect((await ted.api('/api/health')).status).toBe('healthy');
    expect(performance.now() - begin).toBeLessThan(2000);
    await ended.finally(() => clearInterval(drops));
    expect(performance.now() - begin).toBeLessThan(20_000);
  });

  it('lives through raw bytes on a WebSocket and half-closed sockets', async () => {
    const witness = await LiveClient.connect(ted.stack.gateway_url);
    const pid = ted.pidOf('api-gateway');
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('end', 'destroy', 'stay'),
        async (bytes, then) => {
          const socket = await raw(UPGRADE);
          await once(socket, 'data');
          socket.write(bytes);
          if (then === 'end') socket.end();
          if (then === 'destroy') socket.destroy();
        },
      ),
      { numRuns: 100 },
    );
    expect(await witness.next((m) => m.type === 'update')).toBeDefined();
    witness.close();
    for (const socket of open.splice(0)) socket.destroy();
    await eventually('nobody is left over', clients, (count) => count === 0);
    expect(ted.pidOf('api-gateway')).toBe(pid);
  });

  it('drops clients that do not read, and does not buffer for them', async () => {
    const before = memory();
    const deaf = await Promise.all(Array.from({ length: 100 }, () => raw(UPGRADE)));
    for (const socket of deaf) socket.pause();
    const reader = await LiveClient.connect(ted.stack.gateway_url);
    // Each gets about a megabyte a second at this speed; what the kernel takes in between comes first.
    await eventually('the deaf are dropped', clients, (count) => count <= 1, 45_000);
    expect(await reader.next((m) => m.type === 'update')).toBeDefined();
    expect(memory()).toBeLessThan(before + 200);
    reader.close();
  });

  it('closes a client that asks too much', async () => {
    const socket = new WebSocket(`${ted.stack.gateway_url.replace('http', 'ws')}/api/ws`);
    await once(socket, 'open');
    for (let i = 0; i < 200; i++) socket.send('status');
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1008);
  });
});
