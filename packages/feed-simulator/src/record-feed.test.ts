import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { FeedServer, FeedSource, RecordingProgress, ReplaySummary } from './index.ts';
import { frames, recordFeed, replay, simulatedGames, startFeedServer } from './index.ts';
import type { Json } from './testing/listener.ts';
import { listen } from './testing/listener.ts';
import { describeRecorded, recordings } from './testing/recordings.ts';

let folder: string;
let server: FeedServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ted-record-'));
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Records a feed until the recorder reports what is waited for. */
async function record(source: FeedSource, out: string, enough: (progress: RecordingProgress) => boolean) {
  server = await startFeedServer({ source });
  const stop = new AbortController();
  const onProgress = (progress: RecordingProgress) => enough(progress) && stop.abort();
  const summary = await recordFeed({ url: server.url, out, signal: stop.signal, onProgress });
  expect(server.receivedFromClients).toBe(0);
  return summary;
}

const plainLines = (file: string): Json[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

describe('recordFeed', () => {
  it('writes a recording that replays to the same games', async () => {
    const out = join(folder, 'feed.ndjson.gz');
    const recorded = await record(
      simulatedGames({ speed: 200, seed: 'record', endTicks: [30] }),
      out,
      ({ games }) => games >= 3,
    );
    expect(recorded).toMatchObject({ connected: true });
    await server.close();

    let summary: ReplaySummary | undefined;
    const source = replay(out, { speed: Infinity, onFinished: (result) => (summary = result) });
    server = await startFeedServer({ source });
    const listener = await listen(server.url);
    await server.ended;
    await listener.until((heard) => heard.length === summary?.frames);
    listener.socket.disconnect();
    expect(summary).toEqual({ games: recorded.games, frames: recorded.frames });
    const updates = listener.updates() as Json[];
    const rugs = updates.filter((update) => update.rugged && !update.gameHistory);
    expect(rugs.length).toBeGreaterThanOrEqual(2);
    for (const rug of rugs)
      expect(rug).toMatchObject({ tickCount: 30, partialPrices: { startTick: 26, endTick: 30 } });
  });

  it('keeps nothing that says who played', async () => {
    const out = join(folder, 'feed.ndjson');
    const trade = {
      id: 't',
      gameId: 'g',
      playerId: 'did:privy:secret',
      username: 'secret',
      price: 1,
      type: 'buy',
    };
    const bet = { playerId: 'did:privy:secret', username: 'secret', startedAtTick: 2, type: 'placed' };
    const leaderboard = [{ id: 'did:privy:secret', username: 'secret' }];
    const list = [
      {
        event: 'gameStateUpdate',
        data: { gameId: 'g', leaderboard, gameHistory: [{ globalSidebets: [bet] }] },
      },
      { event: 'standard/newTrade', data: [{ __trace: true }, trade] },
      { event: 'newChatMessage', data: { username: 'secret', message: 'secret' } },
      { event: 'gameStateUpdate', data: { gameId: 'g', anyNewField: 'did:privy:secret' } },
      { event: 'gameStateUpdate', data: undefined },
    ];
    expect(await record(frames(list), out, ({ frames }) => frames === list.length)).toMatchObject({
      frames: 5,
    });
    expect(readFileSync(out, 'utf8')).not.toContain('secret');
    expect(plainLines(out)).toMatchObject([
      {
        event: 'gameStateUpdate',
        data: { gameId: 'g', gameHistory: [{ globalSidebets: [{ startedAtTick: 2, type: 'placed' }] }] },
      },
      {
        event: 'standard/newTrade',
        data: [{ __trace: true }, { id: 't', gameId: 'g', price: 1, type: 'buy' }],
      },
      { event: 'newChatMessage', data: null },
      { event: 'gameStateUpdate', data: { gameId: 'g', anyNewField: null } },
      { event: 'gameStateUpdate', data: null },
    ]);
  });

  it('has on disk, while it still records, what came a moment ago', async () => {
    const out = join(folder, 'feed.ndjson.gz');
    let onDisk = '';
    let reports = 0;
    const list = [{ event: 'gameStateUpdate', data: { gameId: 'g' } }];
    await record(frames(list), out, ({ frames }) => {
      if (frames === 0 || ++reports < 2) return false;
      onDisk = gunzipSync(readFileSync(out), { finishFlush: 2 }).toString();
      return true;
    });
    expect(onDisk).toMatch(/^\{"timestamp_ms":\d+,"event":"gameStateUpdate","data":\{"gameId":"g"\}\}\n$/);
  });

  it('never overwrites a file', async () => {
    const out = join(folder, 'feed.ndjson');
    writeFileSync(out, 'precious');
    await expect(record(frames([]), out, () => true)).rejects.toThrow(/feed\.ndjson exists already/);
    expect(readFileSync(out, 'utf8')).toBe('precious');
  });
});

describeRecorded(`recording real frames (${recordings.consecutiveFrames})`, () => {
  it('drops every player of the real feed and keeps the rest', async () => {
    const out = join(folder, 'feed.ndjson');
    const source = replay(recordings.consecutiveFrames, { speed: Infinity });
    await record(source, out, ({ frames }) => frames === 194);
    const text = readFileSync(out, 'utf8');
    expect(text).not.toMatch(/player\d|did:privy/);
    const withHistory = plainLines(out).filter(({ data }) => data.gameHistory);
    expect(withHistory).toHaveLength(3);
    for (const { data } of withHistory) expect(data.gameHistory[0].prices.length).toBeGreaterThan(2);
  });
});
