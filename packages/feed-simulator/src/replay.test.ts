import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { GameTracker, parseGameStateUpdate } from '@ted/game';
import type { FeedServer, ReplayOptions, ReplaySummary } from './index.ts';
import { replay, startFeedServer } from './index.ts';
import type { Json, Listener } from './testing/listener.ts';
import { listen } from './testing/listener.ts';
import { describeRecorded, recordings } from './testing/recordings.ts';

let folder: string;
let server: FeedServer | undefined;
let listener: Listener | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ted-replay-'));
});

afterEach(async () => {
  listener?.socket.disconnect();
  await server?.close();
  await rm(folder, { recursive: true });
});

function write(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Plays a recording to one client and returns what that heard, once all of it is there. */
async function hear(file: string, options: ReplayOptions = { speed: Infinity }) {
  let summary: ReplaySummary | undefined;
  const source = replay(file, { ...options, onFinished: (result) => (summary = result) });
  server = await startFeedServer({ source });
  listener = await listen(server.url);
  await server.ended;
  await listener.until((heard) => heard.length === summary?.frames);
  return { summary, heard: listener.heard, updates: listener.updates() as Json[] };
}

const event = (timestamp_ms: number, data: unknown) =>
  `${JSON.stringify({ timestamp_ms, event: 'gameStateUpdate', data })}\n`;
const game = (game_id: string, events: number[][], recorded_at = '2025-10-29T18:00:00.123456') =>
  `${JSON.stringify({ game_id, recorded_at, events })}\n`;

describe('replay', () => {
  it('turns a recorded game into the messages of the feed', async () => {
    const rows = [
      [0, 0, 1, 0, 0, 15_000],
      [10, 0, 1, 0, 0, 14_900],
      [20, 0, 1, 0, 0, 9_900],
      [30, 0, 1, 1, 0, 0],
      [40, 1, 1.1, 1, 0, 0],
      [50, 3, 1.3, 1, 0, 0],
      [60, 2, 1.2, 1, 0, 0],
      [70, 4, 1.4, 1, 0, 0],
      [80, 5, 0.01, 1, 1, 0],
      [90, 7, 0.01, 1, 1, 0],
    ];
    const { updates, summary } = await hear(write('games.ndjson', game('20251029-00', rows)));
    expect(summary).toEqual({ games: 1, frames: 10 });
    expect(updates[0]).toMatchObject({ gameId: '20251029-00', active: false, tickCount: 0, price: 1 });
    expect(updates[1]).toMatchObject({ cooldownTimer: 14_900, allowPreRoundBuys: false });
    expect(updates[2]).toMatchObject({ cooldownTimer: 9_900, allowPreRoundBuys: true });
    for (const minimal of updates.slice(1, 3)) {
      for (const name of ['active', 'rugged', 'tickCount', 'price']) expect(minimal).not.toHaveProperty(name);
    }
    expect(updates.slice(3)).toMatchObject([
      { active: true, rugged: false, tickCount: 0, partialPrices: { startTick: 0, endTick: 0 } },
      { tickCount: 1, partialPrices: { values: { 0: 1, 1: 1.1 } } },
      { tickCount: 3, partialPrices: { startTick: 3, endTick: 3, values: { 3: 1.3 } } },
      { tickCount: 2, partialPrices: { startTick: 0, endTick: 2, values: { 0: 1, 1: 1.1, 2: 1.2 } } },
      { tickCount: 4, partialPrices: { values: { 0: 1, 1: 1.1, 2: 1.2, 3: 1.3, 4: 1.4 } } },
      { rugged: true, tickCount: 5, price: 0.01, partialPrices: { startTick: 1, endTick: 5 } },
      {
        rugged: true,
        tickCount: 7,
        price: 0.01,
        partialPrices: { startTick: 1, endTick: 5, values: { 5: 0.01 } },
      },
    ]);
  });

  it('keeps the recorded times divided by speed, and shortens only the gaps between lines', async () => {
    const file = write(
      'frames.ndjson',
      [0, 10_000, 9_000, 500_000].map((timeMs) => event(timeMs, { gameId: 'g' })).join('') +
        game(
          'h',
          [
            [0, 0, 1, 1, 0, 0],
            [30_000, 1, 1, 1, 0, 0],
          ],
          '1970-01-01T00:08:20',
        ),
    );
    const { heard } = await hear(file, { speed: 20 });
    const gaps = heard.slice(1).map(({ atMs }, i) => (atMs - (heard[i]?.atMs ?? NaN)) * 20);
    const expected = [10_000, 0, 1_000, 0, 30_000];
    const totalMs = gaps.reduce((a, b) => a + b);
    // Arrival times of a loaded machine: a quarter of a second is 5 s of the feed here.
    expected.forEach((gap, i) => expect(Math.abs((gaps[i] ?? NaN) - gap)).toBeLessThan(5_000));
    expect(Math.abs(totalMs - 41_000)).toBeLessThan(5_000);
  });

  it('tolerates a last line that was cut off, plain and gzipped', async () => {
    const whole = Array.from({ length: 500 }, (_, n) =>
      event(n, { gameId: 'g', n, noise: Math.random() }),
    ).join('');
    expect((await hear(write('cut.ndjson', whole.slice(0, -20)))).summary).toEqual({ games: 1, frames: 499 });
    listener?.socket.disconnect();
    await server?.close();
    const gzipped = gzipSync(whole);
    const { summary } = await hear(write('cut.ndjson.gz', gzipped.subarray(0, gzipped.length / 2)));
    expect(summary?.frames).toBeGreaterThan(100);
    expect(summary?.frames).toBeLessThan(500);
  });

  it.each([
    ['missing.ndjson', undefined, /cannot replay .*missing\.ndjson: no such file/],
    ['empty.ndjson', '', /empty\.ndjson: it is empty/],
    ['text.ndjson', 'hello\nworld\n', /text\.ndjson: line 1: not JSON/],
    [
      'other.ndjson',
      '{"kind":"other"}\n',
      /other\.ndjson: line 1: neither a recorded game nor a recorded event/,
    ],
    ['plain.ndjson.gz', event(0, {}), /plain\.ndjson\.gz.*incorrect header/],
  ])('refuses %s before it listens', async (name, content, message) => {
    const file = content === undefined ? join(folder, name) : write(name, content);
    await expect(startFeedServer({ source: replay(file) })).rejects.toThrow(message);
  });

  it('reports a bad line in the middle as the failure of the source', async () => {
    const file = write('bad.ndjson', `${event(0, {})}{"broken\n${event(1, {})}`);
    server = await startFeedServer({ source: replay(file) });
    const failure = expect(server.ended).rejects.toThrow(/bad\.ndjson: line 2: not JSON/);
    listener = await listen(server.url);
    await failure;
  });

  it.each([0, -1, NaN])('refuses speed %p', (speed) => {
    expect(() => replay('any', { speed })).toThrow(RangeError);
  });
});

describeRecorded(`replay of real recordings (${recordings.games})`, () => {
  const linesOf = (file: string): Json[] =>
    gunzipSync(readFileSync(file))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));

  it.each([
    ['consecutive frames', recordings.consecutiveFrames, 2],
    ['named frames', recordings.namedFrames, 1],
  ])('sends %s as they are', async (_, file, games) => {
    const { heard, summary } = await hear(file);
    const recorded = linesOf(file);
    expect(summary).toEqual({ games, frames: recorded.length });
    expect(heard.map(({ event }) => event)).toEqual(recorded.map(({ event }) => event as string));
    expect(heard.map(({ args }): unknown => (args.length > 1 ? args : args[0]))).toEqual(
      recorded.map(({ data }): unknown => data),
    );
  });

  // All of them go through all of TED in tests/e2e/replay.test.ts.
  it('sends every update of the first hundred recorded games, in order', async () => {
    const lines = linesOf(recordings.games).slice(0, 100);
    const file = write('hundred.ndjson', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const { updates, summary } = await hear(file);
    expect(summary).toEqual({
      games: lines.length,
      frames: lines.flatMap(({ events }) => events as unknown[]).length,
    });
    const recordedEnds = lines.flatMap(({ game_id, events }) =>
      events.filter((row: number[]) => row[4]).map(([, tick, price]: number[]) => ({ game_id, tick, price })),
    );
    const heardEnds = updates
      .filter(({ rugged }) => rugged)
      .map(({ gameId, tickCount, price }) => ({ game_id: gameId, tick: tickCount, price }));
    expect(heardEnds).toEqual(recordedEnds);

    const tracker = new GameTracker();
    const events = updates.flatMap((update) => {
      const parsed = parseGameStateUpdate(update);
      if (!parsed.ok) throw new Error(parsed.problem);
      return tracker.handle(parsed.update, 0);
    });
    const ruggedGames = new Set(recordedEnds.map(({ game_id }) => game_id as string));
    const ended = events.flatMap((event) => (event.type === 'ended' ? [event.game.gameId] : []));
    expect(ended).toEqual([...ruggedGames]);
  });
});
