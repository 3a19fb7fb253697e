import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { playGame, serverSeedHash } from '@ted/fairness';
import { simulatedGames } from '@ted/feed-simulator';
import { Progress } from '../progress.ts';
import type { VerifiedGame } from './verified-game.ts';
import { verifyFile } from './verify-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'ted-verify-'));
const silent = new Progress({ isTTY: false, write: () => true }, () => 0);

async function verified(name: string, content: string): Promise<VerifiedGame[]> {
  const file = join(folder, name);
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(content) : content);
  const games: VerifiedGame[] = [];
  for await (const game of verifyFile(file, silent)) games.push(game);
  return games;
}
const asLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
const verdicts = (games: VerifiedGame[]) => games.map(({ verdict }) => verdict);

interface Update {
  gameId: string;
  active?: boolean;
  rugged?: boolean;
  tickCount?: number;
  price?: number;
  partialPrices?: { values: Record<string, number> };
  gameHistory?: { id: string; prices: number[]; provablyFair: { serverSeed: string } }[];
}

/** What a listener receives over three games and a half of the simulated feed: all that a recording can hold. */
function recording(): { timestamp_ms: number; event: string; data: Update }[] {
  const source = simulatedGames({ seed: 'verify 194' });
  const events = [source.onConnect!()!];
  let games = 0;
  for (const frame of source.frames() as Iterable<{ event: string; data: unknown }>) {
    const update = frame.data as Update;
    if (frame.event === 'gameStateUpdate' && update.rugged && update.gameHistory) games++;
    if (games === 3 && update.tickCount === 7 && update.active && !update.rugged) break;
    events.push(frame);
  }
  return (
    structuredClone(events)
      // Of the cooldown's many short updates every tenth is enough.
      .filter(
        ({ event, data }, i) =>
          event === 'gameStateUpdate' && ((data as Update).active !== undefined || i % 10 === 0),
      )
      .map(({ event, data }, i) => {
        // Most of an update is about players and records.
        const { leaderboard: _, highestTodayPrices: __, ...rest } = data as Update & Record<string, unknown>;
        return { timestamp_ms: i * 250, event, data: rest };
      })
  );
}
const honest = recording();

it('verifies every game of a raw recording whose seed it holds', async () => {
  for (const name of ['raw.ndjson', 'raw.ndjson.gz']) {
    const games = await verified(name, asLines(honest));
    // Ten of the feed's history, three that were followed, and one that has just begun.
    expect(games).toHaveLength(14);
    expect(games.filter(({ verdict }) => verdict === 'verified')).toHaveLength(13);
    const open = games.find(({ verdict }) => verdict === 'unverifiable')!;
    expect(open.reason).toMatch(/no seed/);
    const followed = games.filter(({ compared }) => compared.includes('committed_hash'));
    expect(followed).toHaveLength(3);
    for (const { compared } of followed)
      expect(compared).toEqual(['committed_hash', 'server_seed_hash', 'end_tick', 'prices', 'peak_price']);
  }
});

describe('in a raw recording', () => {
  const histories = honest.filter(({ data }) => data.gameHistory);
  const running = honest.filter(
    ({ data }) =>
      data.active && !data.rugged && histories.some((h) => h.data.gameHistory![0]!.id === data.gameId),
  );

  it.each<[string, fc.Arbitrary<[where: number, change: (data: Update) => string]>]>([
    [
      'one price of the history',
      fc.tuple(fc.nat(histories.length - 1), fc.nat(9), fc.nat()).map(([h, g, position]) => [
        honest.indexOf(histories[h]!),
        (data) => {
          const { id, prices } = data.gameHistory![g]!;
          prices[position % (prices.length - 1)]! *= 1.0001;
          return id;
        },
      ]),
    ],
    [
      'one tick of the history',
      fc.tuple(fc.nat(histories.length - 1), fc.nat(9), fc.nat()).map(([h, g, position]) => [
        honest.indexOf(histories[h]!),
        (data) => {
          const { id, prices } = data.gameHistory![g]!;
          if (prices.length === 2) prices.push(0.01);
          else prices.splice(1 + (position % (prices.length - 2)), 1);
          return id;
        },
      ]),
    ],
    [
      'one byte of a seed',
      fc.tuple(fc.nat(histories.length - 1), fc.nat(9), fc.nat(63)).map(([h, g, at]) => [
        honest.indexOf(histories[h]!),
        (data) => {
          const { id, provablyFair } = data.gameHistory![g]!;
          const seed = provablyFair.serverSeed;
          provablyFair.serverSeed = seed.slice(0, at) + (seed[at] === 'a' ? 'b' : 'a') + seed.slice(at + 1);
          return id;
        },
      ]),
    ],
    [
      'one price of the running game',
      fc.tuple(fc.nat(running.length - 1), fc.boolean()).map(([r, recent]) => [
        honest.indexOf(running[r]!),
        (data) => {
          if (recent) data.partialPrices!.values[data.tickCount!]! *= 0.999;
          else data.price! *= 1.001;
          return data.gameId;
        },
      ]),
    ],
    [
      'the tick of the running game',
      fc.nat(running.length - 1).map((r) => [
        honest.indexOf(running[r]!),
        (data) => {
          data.tickCount! += 1;
          return data.gameId;
        },
      ]),
    ],
  ])('%s that was tampered with is caught', async (_, tampering) => {
    await fc.assert(
      fc.asyncProperty(tampering, async ([where, change]) => {
        const lines = honest.slice();
        lines[where] = structuredClone(lines[where]!);
        const gameId = change(lines[where].data);
        const games = await verified('tampered.ndjson', asLines(lines));
        const { verdict, firstDifference } = games.find((game) => game.gameId === gameId)!;
        expect(verdict).toBe('mismatch');
        expect(firstDifference).not.toBeNull();
        expect(games.filter((game) => game.verdict === 'mismatch')).toHaveLength(1);
      }),
      { numRuns: 6 },
    );
  });
});

describe('other recordings', () => {
  const seed = 'a seed';
  const game_id = '20251207-0123456789abcdef';
  const { endTick, peakPrice, prices } = playGame(seed, game_id, 'v3');
  const revealed = {
    game_id,
    version: 'v3',
    server_seed: seed,
    server_seed_hash: serverSeedHash(seed),
    end_tick: endTick,
    peak_multiplier: peakPrice,
    rug_price: 0.01,
  };
  const events = [...prices, 0.01].map((price, tick) => [
    tick * 250,
    tick,
    price,
    1,
    tick === endTick ? 1 : 0,
    0,
  ]);

  it('a list of revealed seeds, as a whole and line by line', async () => {
    const wrong = { ...revealed, end_tick: endTick + 1 };
    for (const [name, content] of [
      ['seeds.json', JSON.stringify([revealed, { ...wrong, game_id: `${game_id}0` }], undefined, 1)],
      ['seeds.json.gz', JSON.stringify([revealed, { ...wrong, game_id: `${game_id}0` }])],
      ['seeds.ndjson', asLines([revealed, { ...wrong, game_id: `${game_id}0` }])],
    ] as const) {
      const games = await verified(name, content);
      expect(verdicts(games)).toEqual(['verified', 'mismatch']);
      expect(games[0]!.compared).toEqual(['server_seed_hash', 'end_tick', 'peak_price']);
    }
    expect(verdicts(await verified('wrong.json', JSON.stringify([wrong])))).toEqual(['mismatch']);
  });

  it('prices beside a seed are compared, with or without the rug’s', async () => {
    for (const all of [prices, [...prices, 0.01]]) {
      const [game] = await verified('prices.json', JSON.stringify([{ ...revealed, prices: all }]));
      expect(game).toMatchObject({ verdict: 'verified', pricesCompared: endTick });
    }
    const changed = prices.map((price, tick) => (tick === 2 ? price + 0.01 : price));
    const [game] = await verified('prices.json', JSON.stringify({ ...revealed, prices: changed }));
    expect(game).toMatchObject({ verdict: 'mismatch', firstDifference: { what: 'price', tick: 2 } });
  });

  it('games without seeds, one a line, are unverifiable; with a seed beside them they are verified', async () => {
    const line = { game_id, recorded_at: '2025-12-07T12:00:00', events };
    const onlyCooldown = { ...line, game_id: 'other', events: [[0, 0, 1, 0, 0, 14000]] };
    expect(verdicts(await verified('games.ndjson', asLines([line, onlyCooldown])))).toEqual([
      'unverifiable',
      'unverifiable',
    ]);
    const { server_seed, server_seed_hash, version } = revealed;
    const [game] = await verified(
      'games.ndjson',
      asLines([{ ...line, server_seed, server_seed_hash, version }]),
    );
    expect(game).toMatchObject({ verdict: 'verified', pricesCompared: endTick });
  });

  it('a rug that nobody saw coming says no end: the tick counter runs on after it', async () => {
    const update = (tickCount: number, rugged: boolean) => ({
      event: 'gameStateUpdate',
      data: {
        gameId: game_id,
        active: true,
        rugged,
        tickCount,
        price: rugged ? 0.01 : prices[tickCount],
        cooldownTimer: 0,
      },
    });
    const late = [update(1, false), update(endTick + 2, true), revealed];
    const [game] = await verified('late.ndjson', asLines(late));
    expect(game).toMatchObject({ verdict: 'verified', pricesCompared: 1 });
    const seen = [update(endTick - 1, false), update(endTick, true), { ...revealed, end_tick: null }];
    expect((await verified('seen.ndjson', asLines(seen)))[0]!.compared).toContain('end_tick');
  });

  it.each([
    ['missing.ndjson', undefined, /no such file/],
    ['empty.ndjson', '', /is empty/],
    ['other.ndjson', '{"a":1}\n{"b":2}\n', /line 1 is of no known shape/],
    ['broken.ndjson', '{"a":1}\n{"b":\n{"c":3}\n', /line 2: not JSON/],
  ])('%s is refused with the reason', async (name, content, reason) => {
    const file = join(folder, name);
    if (content !== undefined) writeFileSync(file, content);
    const read = async () => {
      for await (const game of verifyFile(file, silent)) void game;
    };
    await expect(read()).rejects.toThrow(reason);
  });
});
