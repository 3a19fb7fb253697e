import type { ChildProcess } from 'node:child_process';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Json } from './testing/listener.ts';
import { listen } from './testing/listener.ts';

const root = resolve(import.meta.dirname, '../../..');
let folder: string;
let bundle: string;
let child: ChildProcess;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ted-feed-'));
  bundle = join(folder, 'main.cjs');
  const options = ['--bundle', '--platform=node', '--external:bufferutil', '--external:utf-8-validate'];
  const esbuild = join(root, 'node_modules/.bin/esbuild');
  execFileSync(esbuild, [join(import.meta.dirname, 'main.ts'), `--outfile=${bundle}`, ...options], {
    stdio: 'pipe',
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

afterEach(() => {
  child.kill('SIGKILL');
});

function start(env: Record<string, string>) {
  child = fork(bundle, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const exited = Promise.all([once(child, 'exit'), once(child.stdout as Readable, 'end')]).then(
    ([[code]]) => ({
      code: code as number | null,
      printed,
    }),
  );
  return { message: () => once(child, 'message').then(([message]): Json => message), exited };
}

describe('the feed process', () => {
  it('says when it is ready and ends in peace on SIGTERM', async () => {
    const { message, exited } = start({ FEED_SPEED: '50' });
    const { type, url } = await message();
    expect(type).toBe('ready');
    const listener = await listen(url as string);
    await listener.until((heard) => heard.length > 5);
    child.kill('SIGTERM');
    expect(await exited).toEqual({ code: 0, printed: `feed: simulate at ${url}, speed 50\n` });
    listener.socket.disconnect();
  });

  it('ends when its parent is gone', async () => {
    const { message, exited } = start({});
    await message();
    child.disconnect();
    expect(await exited).toMatchObject({ code: 0 });
  });

  it('reports the end of a replay and stays', async () => {
    const file = join(folder, 'recording.ndjson');
    const line = (n: number) =>
      JSON.stringify({ timestamp_ms: n, event: 'gameStateUpdate', data: { gameId: `g${n}` } });
    writeFileSync(file, `${line(1)}\n${line(2)}\n`);
    const { message } = start({ FEED_SOURCE: 'replay', FEED_FILE: file, FEED_SPEED: 'max' });
    const { url } = await message();
    const finished = message();
    const listener = await listen(url as string);
    expect(await finished).toEqual({ type: 'finished', games: 2, frames: 2 });
    expect(listener.socket.connected).toBe(true);
    listener.socket.disconnect();
  });

  it.each([
    [{ FEED_SPEED: 'fast' }, /^feed: failed: FEED_SPEED is "fast": .*\n$/],
    [
      { FEED_SOURCE: 'replay', FEED_FILE: '/none.ndjson' },
      /^feed: failed: cannot replay \/none\.ndjson: no such file\n$/,
    ],
  ])('fails with one clear line: %j', async (env, line) => {
    const { code, printed } = await start(env).exited;
    expect(code).toBe(1);
    expect(printed).toMatch(line);
  });
});
