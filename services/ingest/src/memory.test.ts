import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import type { LiveState, RingTick } from '@ted/messaging';
import { createLogger, LiveSettings, Metrics, Ring, WedgeProbe } from '@ted/platform';
import { FeedClient } from './feed/feed-client.ts';
import { Ingest } from './ingest.ts';
import { Ingests } from './ingests.ts';
import { KeptSamples } from './live/kept-samples.ts';
import { IngestMetrics } from './metrics.ts';
import { HeldRecords } from './outbox/held-records.ts';
import { Recorder } from './outbox/recorder.ts';
import { Pipeline } from './pipeline/pipeline.ts';
import { optionsForTests } from './testing/options.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are in use once everything that nobody holds has gone. */
function heapUsed(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const options = optionsForTests(1);
/** Short games, so that many of them go into few ticks. */
const END_TICK = 4;

function* updates(games: number) {
  for (let n = 0; n < games; n++) {
    const gameId = `20251207-${String(n).padStart(16, '0')}`;
    for (let tickCount = 0; tickCount <= END_TICK; tickCount++) {
      const rugged = tickCount === END_TICK;
      yield { gameId, active: true, rugged, tickCount, price: rugged ? 0.01 : 1 + tickCount / 7 + n / 1e6 };
    }
  }
}

/** What the pipeline makes of so many games: real ticks and records, with all their features. */
function* results(games: number) {
  const pipeline = new Pipeline(options);
  let at = 0;
  for (const update of updates(games)) yield pipeline.handle(update, (at += 250));
}

/** By how much the heap shrinks, as a share of what filling had added to it. */
function shrinkage(fill: () => void, halve: () => void): number {
  // What the first games leave behind (compiled code, shapes) belongs to neither.
  for (const _ of results(300));
  const empty = heapUsed();
  fill();
  const full = heapUsed();
  halve();
  return (full - heapUsed()) / (full - empty);
}

it('a ring of half the size takes about half the memory', () => {
  const ring = new Ring<RingTick>(10_000);
  const freed = shrinkage(
    () => {
      for (const { ticks } of results(2700)) for (const tick of ticks) ring.push(tick);
    },
    () => ring.resize(5000),
  );
  expect(ring.length).toBe(5000);
  expect(freed).toBeGreaterThan(0.4);
});

it.each([
  ['ring', { ring: 1250, games: 100 }, 0.3],
  ['games', { ring: 2500, games: 50 }, 0.08],
])('records held back while persistence is off: half the %s, less memory', (_, halved, least) => {
  const held = new HeldRecords({ ring: 2500, games: 100 });
  const freed = shrinkage(
    () => {
      // A game has few records of its own beside its ticks' unless it is long: every ring is full after so many games.
      for (const { records } of results(2500)) held.hold(records);
    },
    () => held.resize(halved),
  );
  expect(freed).toBeGreaterThan(least);
  expect(held.drain().length).toBeGreaterThan(0);
});

describe('ingest, with rings that are full', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ted-memory-'));
  const set = (ring: number, games: number) =>
    writeFileSync(
      join(folder, '.env'),
      `PERSISTENCE_ENABLED=false\nSTREAM_RING_SIZE=${ring}\nPREDICTION_HISTORY_SIZE=${games}\n`,
    );
  let live: LiveSettings;
  let feed: FeedClient;
  let recorder: Recorder;
  let ingest: Ingest;
  let ingests: Ingests;
  let empty: number;
  beforeAll(async () => {
    set(4000, 2000);
    live = new LiveSettings(join(folder, '.env'), {});
    const logger = createLogger('test', { level: 'error', format: 'text' });
    recorder = new Recorder(
      new Worker(new URL('../dist/outbox-thread.js', import.meta.url)),
      {
        folder,
        feeds: ['simulated'],
        redisUrl: 'redis://127.0.0.1:1',
        queuePrefix: '{test}',
        maxBytes: 100_000_000,
      },
      live,
      logger,
      (error) => {
        throw error;
      },
    );
    await recorder.ready();
    const shared = {
      recorder,
      live,
      logger,
      probe: new WedgeProbe(60_000, () => undefined),
      metrics: new IngestMetrics(new Metrics()),
      kept: new KeptSamples(join(folder, 'system-samples.ndjson')),
    };
    feed = new FeedClient('http://127.0.0.1:1', { endless: false });
    ingest = new Ingest(
      { ...options, feedKind: 'simulated', streamFeatures: true, streamInfluence: true, quiet: false },
      { ...shared, feed },
    );
    ingests = new Ingests([ingest], shared);
    ingests.start(
      () => undefined,
      () => undefined,
    );
    empty = heapUsed();
    for (const update of updates(2300)) feed.emit('update', update);
  });
  afterAll(async () => {
    ingests.stop();
    await recorder.close();
  });

  const sizes = () => ({
    ticks: ingest.ticks().ticks.length,
    games: (ingests.state('simulated') as LiveState).history.length,
  });

  it('STREAM_RING_SIZE and PREDICTION_HISTORY_SIZE, halved in the .env, each lower its memory at once [defect 18]', async () => {
    expect(sizes()).toEqual({ ticks: 4000, games: 2000 });
    const full = heapUsed();

    set(2000, 2000);
    await live.refresh();
    const halfTheTicks = heapUsed();
    expect(sizes()).toEqual({ ticks: 2000, games: 2000 });
    // Ticks with their features, tick samples and predictions are by far the most of it.
    expect((full - halfTheTicks) / (full - empty)).toBeGreaterThan(0.2);

    set(2000, 1000);
    await live.refresh();
    const halfTheGames = heapUsed();
    expect(sizes()).toEqual({ ticks: 2000, games: 1000 });
    expect((ingests.state('simulated') as LiveState).history_size).toBe(1000);
    expect(halfTheTicks - halfTheGames).toBeGreaterThan(1000 * 100);
  });

  it('keeps the newest of each', () => {
    expect((ingests.state('simulated') as LiveState).history.at(-1)!.game_id).toBe(
      '20251207-0000000000002299',
    );
    expect(ingest.ticks().ticks.at(-1)).toMatchObject({ game_id: '20251207-0000000000002299', tick: 3 });
    expect(ingest.ticks()).toMatchObject({ max_size: 2000 });
  });
});
