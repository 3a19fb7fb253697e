import { InterruptedError } from '@ted/messaging';
import { storeBatch, verifyDueGames } from '@ted/storage';
import { databaseOfTests } from '../../support/database.ts';
import { fairGame, recordsOfGame } from '../../support/fair-games.ts';
import { AT, batchOf, ended, revealed, started } from '../../support/records.ts';

/** The check of revealed seeds, on what is stored. */

const always = async () => undefined;
const stored = databaseOfTests();

const store = (records: readonly unknown[]) => storeBatch(stored.database, batchOf(records), always);
const check = (now = AT + 300_000) => verifyDueGames(stored.database, { mayWrite: always, now });
const gameOf = async (game_id: string) => (await stored.database.models.games.findOne({ game_id }).lean())!;

it('verifies a game by everything that is stored of it, and keeps of its course what the seed does not tell', async () => {
  const game = fairGame(1);
  await store(recordsOfGame(game));
  expect((await gameOf(game.game_id)).revealed!.prices).toHaveLength(game.end_tick + 1);
  expect(await check()).toEqual({ verified: 1, mismatch: 0, unverifiable: 0 });
  const { fairness, revealed: course, ...rest } = await gameOf(game.game_id);
  expect(fairness).toEqual({
    verdict: 'verified',
    compared: ['committed_hash', 'server_seed_hash', 'end_tick', 'prices', 'peak_price'],
    prices_compared: game.end_tick,
    first_difference: null,
    algorithm_version: 'v3',
    reason: null,
    checked_at: new Date(AT + 300_000),
  });
  expect(course).toBeUndefined();
  expect(rest).toMatchObject({ end_tick: game.end_tick, server_seed: game.server_seed, final_price: 0.01 });
});

it('does nothing a second time, and a repeated delivery leaves the verdict', async () => {
  const records = recordsOfGame(fairGame(1));
  await store(records);
  await check();
  const before = await stored.database.models.games.find({}).lean();
  expect(await check(AT + 400_000)).toEqual({ verified: 0, mismatch: 0, unverifiable: 0 });
  await store(records);
  expect(await stored.database.models.games.find({}).lean()).toEqual(before);
});

describe('catches', () => {
  const game = fairGame(2);
  const tampered = game.prices.map((price, tick) => (tick === 13 ? price * 1.000001 : price));
  const sample = Math.floor((game.end_tick - 1) / 10) * 10;
  const sampled = game.prices.map((price, tick) => (tick === sample ? price + 0.001 : price));
  const otherSeed = `${game.server_seed}x`;

  it.each<[string, () => unknown[], object]>([
    [
      'one price of the feed’s history',
      () => recordsOfGame(game, { revealed: { prices: tampered } }),
      { what: 'price', tick: 13 },
    ],
    [
      'one price that was shown while the game ran',
      () => recordsOfGame({ ...game, prices: sampled }, { revealed: { prices: game.prices } }),
      { what: 'price', tick: sample },
    ],
    [
      'an end that was another one while the game ran',
      () => recordsOfGame(game, { ended: { end_tick: game.end_tick + 1 } }),
      { what: 'end_tick', tick: game.end_tick, expected: game.end_tick, seen: game.end_tick + 1 },
    ],
    [
      'another seed',
      () => recordsOfGame(game, { revealed: { server_seed: otherSeed } }),
      { what: 'committed_hash', tick: null },
    ],
    [
      'another seed with its own hash, by the hash from before the game',
      () => {
        const other = fairGame(3);
        const { server_seed, server_seed_hash } = other;
        return recordsOfGame(game, { revealed: { server_seed, server_seed_hash } });
      },
      { what: 'committed_hash', seen: game.server_seed_hash },
    ],
  ])('%s', async (_, records, difference) => {
    await store(records());
    const told: string[] = [];
    const counts = await verifyDueGames(stored.database, {
      mayWrite: always,
      onMismatch: ({ game_id }) => told.push(game_id),
    });
    expect(counts).toEqual({ verified: 0, mismatch: 1, unverifiable: 0 });
    expect(told).toEqual([game.game_id]);
    const document = await gameOf(game.game_id);
    expect(document.fairness).toMatchObject({ verdict: 'mismatch', first_difference: difference });
    expect(document.revealed!.prices).toHaveLength(game.end_tick + 1);
  });
});

it('judges by what there is: without prices, without the game having been followed, of an unknown version', async () => {
  const [bare, history, unknown] = [fairGame(4), fairGame(5), fairGame(6)];
  await store([
    ...recordsOfGame(bare, { revealed: { prices: undefined, end_tick: null, final_price: null } }).filter(
      ({ kind }) => kind !== 'tick_sample',
    ),
    recordsOfGame(history).at(-1),
    ...recordsOfGame(unknown, { revealed: { version: 'v9' } }),
  ]);
  expect(await check()).toEqual({ verified: 2, mismatch: 0, unverifiable: 1 });
  expect((await gameOf(bare.game_id)).fairness!.compared).toEqual([
    'committed_hash',
    'server_seed_hash',
    'end_tick',
    'peak_price',
  ]);
  expect((await gameOf(history.game_id)).fairness!.compared).toEqual([
    'server_seed_hash',
    'end_tick',
    'prices',
    'peak_price',
  ]);
  expect((await gameOf(unknown.game_id)).fairness!.reason).toMatch(/v9/);
});

it('of a game that was joined late it does not compare the highest price that was seen', async () => {
  const game = Array.from({ length: 50 }, (_, n) => fairGame(n)).find(
    ({ prices, end_tick }) => end_tick > 60 && prices.indexOf(Math.max(...prices)) < 40,
  )!;
  const late = { start_tick: 50, peak_price: game.prices[50]!, peak_tick: 50 };
  await store([
    started(game.game_id, { ...late, server_seed_hash: game.server_seed_hash }),
    ended(game.game_id, game.end_tick, late),
    recordsOfGame(game, { revealed: { prices: undefined, peak_price: null, peak_tick: null } }).at(-1),
  ]);
  expect(await check()).toMatchObject({ verified: 1 });
});

it('a seed waits for the end that another worker may hold, but not for ever', async () => {
  const game = fairGame(7);
  const shown = { prices: undefined, end_tick: null, final_price: null };
  await store([recordsOfGame(game, { revealed: shown }).at(-1)]);
  const revealedAt = AT + 90_000;
  expect(await check(revealedAt + 599_000)).toMatchObject({ verified: 0 });
  expect(await check(revealedAt + 601_000)).toMatchObject({ verified: 1 });
  expect((await gameOf(game.game_id)).fairness!.compared).toEqual(['server_seed_hash', 'peak_price']);
});

it('a game whose algorithm was not known is checked again once it is, if that is asked for', async () => {
  const [later, never] = [fairGame(8), fairGame(9)];
  await store([
    ...recordsOfGame(later, { revealed: { version: 'v9' } }),
    ...recordsOfGame(never, { revealed: { version: 'v8' } }),
  ]);
  expect(await check()).toMatchObject({ unverifiable: 2 });
  // As if this TED knew it: the document says a version of ours.
  await stored.database.models.games.collection.updateOne(
    { game_id: later.game_id },
    { $set: { version: 'v3' } },
  );
  expect(await check()).toEqual({ verified: 0, mismatch: 0, unverifiable: 0 });
  const recheck = () => verifyDueGames(stored.database, { mayWrite: always, recheck: true });
  expect(await recheck()).toEqual({ verified: 1, mismatch: 0, unverifiable: 0 });
  expect(await recheck()).toEqual({ verified: 0, mismatch: 0, unverifiable: 0 });
  expect((await gameOf(later.game_id)).fairness).toMatchObject({
    verdict: 'verified',
    prices_compared: later.end_tick,
  });
});

it('games without a seed wait', async () => {
  await store([ended('20251207-a', 100), { ...(revealed('20251207-b', 100) as object), server_seed: null }]);
  expect(await check()).toEqual({ verified: 0, mismatch: 0, unverifiable: 0 });
});

it('is stopped at any place and goes on there, in as many processes as you like', async () => {
  await store(Array.from({ length: 250 }, (_, n) => recordsOfGame(fairGame(n))).flat());
  let writes = 0;
  const stopped = verifyDueGames(stored.database, {
    mayWrite: async () => {
      if (++writes === 2) throw new InterruptedError('the service stops');
    },
  });
  await expect(stopped).rejects.toThrow(InterruptedError);
  expect(await stored.database.models.games.countDocuments({ 'fairness.verdict': 'verified' })).toBe(100);
  await Promise.all([check(), check(), check()]);
  expect(await stored.database.models.games.countDocuments({ 'fairness.verdict': 'verified' })).toBe(250);
});

it('finds what is due by an index that holds nothing else', async () => {
  const without = Array.from({ length: 30 }, (_, n) => ended(`20251207-without-${n}`, 50));
  await store([...without, ...recordsOfGame(fairGame(1))]);
  const plan = await stored.database.models.games
    .find({ feed: 'simulated', 'fairness.verdict': null, server_seed: { $gt: '' } })
    .explain('queryPlanner');
  expect(JSON.stringify(plan)).toContain('feed_1_fairness.verdict_1_server_seed_1');
});
