import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { playGame, serverSeedHash } from './index.ts';

const recordings = join(process.env.TED_SHARED_DATA!, 'recordings');
const revealedSeeds = join(recordings, 'revealed-seeds-2025-12-07.json');
const rawFrames = join(recordings, 'raw-frames-2025-12-07.ndjson.gz');

interface RevealedSeed {
  game_id: string;
  version: 'v3';
  server_seed: string;
  server_seed_hash: string;
  end_tick: number;
  peak_multiplier: number;
}

interface HistoryEntry {
  id: string;
  prices: number[];
  provablyFair: { serverSeed: string };
}

describe('playGame', () => {
  it('is a function of seed, game id and version', () => {
    const game = playGame('seed 1', '20260101-0123456789abcdef', 'v3');
    expect(playGame('seed 1', '20260101-0123456789abcdef', 'v3')).toEqual(game);
    expect(playGame('seed 1', '20260101-0123456789abcdee', 'v3')).not.toEqual(game);
    expect(playGame('seed 1', '20260101-0123456789abcdef', 'v1')).not.toEqual(game);
  });

  it('starts every game at price 1 and names the peak and the end tick of its prices', () => {
    for (let n = 0; n < 200; n++) {
      const game = playGame(`seed ${n}`, 'game', n % 2 === 0 ? 'v1' : 'v3');
      expect(game.prices[0]).toBe(1);
      expect(game.prices).toHaveLength(game.endTick);
      expect(game.peakPrice).toBe(game.prices.reduce((a, b) => Math.max(a, b)));
      expect(game.peakTick).toBe(game.prices.indexOf(game.peakPrice));
    }
  });

  it('draws the rug with probability 0.005 a tick', () => {
    const games = 2000;
    let ticks = 0;
    for (let n = 0; n < games; n++) ticks += playGame(`hazard ${n}`, 'game', 'v3').endTick;
    // The mean of a geometric end tick is 200 with standard deviation 200, so 4 standard errors are 18 ticks.
    expect(Math.abs(ticks / games - 200)).toBeLessThan(18);
  });
});

const whereRecorded = existsSync(rawFrames) ? describe : describe.skip;
whereRecorded(`recorded games (${rawFrames})`, () => {
  const seeds = () => JSON.parse(readFileSync(revealedSeeds, 'utf8')) as RevealedSeed[];

  it('replays hash, end tick and peak of every revealed seed', () => {
    expect(seeds()).toHaveLength(11);
    for (const seed of seeds()) {
      expect(serverSeedHash(seed.server_seed)).toBe(seed.server_seed_hash);
      const game = playGame(seed.server_seed, seed.game_id, seed.version);
      expect(game.endTick).toBe(seed.end_tick);
      expect(game.peakPrice).toBeCloseTo(seed.peak_multiplier, 9);
    }
  });

  it('replays every price of every game in the recorded history', () => {
    const history = new Map<string, HistoryEntry>();
    for (const line of gunzipSync(readFileSync(rawFrames)).toString().trimEnd().split('\n')) {
      const frame = JSON.parse(line) as { data: { gameHistory?: HistoryEntry[] } };
      for (const game of frame.data.gameHistory ?? []) history.set(game.id, game);
    }
    expect([...history.keys()].sort()).toEqual(
      seeds()
        .map((seed) => seed.game_id)
        .sort(),
    );
    for (const { id, prices, provablyFair } of history.values()) {
      const game = playGame(provablyFair.serverSeed, id, 'v3');
      expect(game.endTick).toBe(prices.length - 1);
      const largestError = Math.max(
        ...game.prices.map((price, tick) => Math.abs(price - (prices[tick] ?? NaN))),
      );
      expect(largestError).toBeLessThan(1e-9);
    }
  });
});
