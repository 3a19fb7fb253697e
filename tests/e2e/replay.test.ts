import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

const DATA = process.env.TED_SHARED_DATA!;
const GAMES = join(DATA, 'recordings/games-2025-10.ndjson.gz');
const FRAMES = join(DATA, 'recordings/raw-frames-2025-12-07.ndjson.gz');

interface Expected {
  end_tick: number;
  final_price: number;
  peak_price: number;
}

/** The end, peak and rug price of every game that the recording shows from its first tick to its rug. */
async function completeGames(file: string): Promise<Map<string, Expected>> {
  const games = new Map<string, Expected>();
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) });
  for await (const line of lines) {
    const { game_id, events } = JSON.parse(line) as {
      game_id: string;
      events: [number, number, number, 0 | 1, 0 | 1, number][];
    };
    const running = events.filter(([, , , active]) => active === 1);
    const rug = running.find(([, , , , rugged]) => rugged === 1);
    const first = running[0];
    if (!rug || !first || first[1] > 2 || first[4] === 1) continue;
    const before = running
      .filter(([, tick, , , rugged]) => rugged === 0 && tick < rug[1])
      .map(([, , price]) => price);
    games.set(game_id, { end_tick: rug[1], final_price: rug[2], peak_price: Math.max(1, ...before) });
  }
  return games;
}

async function replayed(
  file: string,
  use: (games: Map<string, any>, ted: Ted) => void | Promise<void>,
  until: number,
): Promise<void> {
  const ted = await Ted.up({ args: ['--feed', 'replay', '--file', file, '--speed', 'max'] });
  try {
    const collection = (await ted.db()).collection('games');
    await eventually(
      'the end of the recording',
      () => ted.lines.some((line) => /replay.*finished|finished.*replay/i.test(line)),
      Boolean,
      120_000,
    );
    await eventually(
      'the stored games',
      () => collection.countDocuments({ end_tick: { $gte: 0 } }),
      (n) => n >= until,
      120_000,
    );
    await ted.untilStored(120_000);
    const games = await collection.find().toArray();
    expect(new Set(games.map((game) => game.game_id)).size).toBe(games.length);
    await use(new Map(games.map((game) => [game.game_id, game])), ted);
  } finally {
    await ted.stop();
  }
}

const withData = existsSync(GAMES) ? describe : describe.skip;

withData('real recorded games, replayed through the real Socket.IO path', () => {
  it('614 games of October 2025: every complete one is stored with its true end tick, peak and rug price [defect 4] [defect 7]', async () => {
    const expected = await completeGames(GAMES);
    expect(expected.size).toBeGreaterThan(580);
    await replayed(
      GAMES,
      (games) => {
        for (const [game_id, facts] of expected)
          expect({ game_id, ...games.get(game_id) }).toMatchObject({ game_id, ...facts, status: 'ended' });
      },
      expected.size,
    );
  }, 240_000);

  it('raw frames of December 2025: two games and the ten of the feed’s history, with seeds that are verified', async () => {
    await replayed(
      FRAMES,
      async (games, ted) => {
        expect(games.get('20251207-1e01ac417e8043ca')).toMatchObject({
          end_tick: 92,
          peak_price: 1.223525528686852,
          final_price: 0.011712153254048764,
        });
        const followed = games.get('20251207-e8186dbf38e046d1');
        expect(followed).toMatchObject({
          status: 'ended',
          start_tick: 129,
          server_seed_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          server_seed: expect.any(String),
        });
        expect(games.size).toBeGreaterThanOrEqual(11);
        const stored = (await ted.db()).collection('games');
        const verified = await eventually(
          'the verdicts',
          () => stored.find({ 'fairness.verdict': 'verified' }).toArray(),
          (list) => list.length >= 11,
          40_000,
        );
        expect(verified).toHaveLength(11);
        expect(
          await stored.countDocuments({
            'fairness.verdict': { $ne: 'verified' },
            server_seed: { $exists: true },
          }),
        ).toBe(0);
        const { end_tick, fairness } = verified.find(
          ({ game_id }) => game_id === '20251207-e8186dbf38e046d1',
        )!;
        expect(fairness).toMatchObject({
          compared: ['committed_hash', 'server_seed_hash', 'end_tick', 'prices', 'peak_price'],
          prices_compared: end_tick,
          algorithm_version: 'v3',
        });
      },
      11,
    );
  }, 60_000);
});
