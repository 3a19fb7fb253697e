import { readFairness, storeBatch, verifyDueGames, verifyStoredGames } from '@ted/storage';
import { databaseOfTests } from '../../support/database.ts';
import { fairGame, recordsOfGame } from '../../support/fair-games.ts';
import { AT, batchOf, ended } from '../../support/records.ts';

const always = async () => undefined;
const stored = databaseOfTests();

const store = (records: readonly unknown[]) => storeBatch(stored.database, batchOf(records), always);

it('counts verdicts by feed, and shows what is not verified, mismatches first and the newest first', async () => {
  const [fine, unknown, later, tampered] = [fairGame(1), fairGame(2), fairGame(3), fairGame(4)];
  const at = (minutes: number) => ({ created_at: AT + minutes * 60_000 });
  await store([
    ...recordsOfGame(fine),
    ...recordsOfGame(unknown, { revealed: { version: 'v9' }, ended: at(1) }),
    ...recordsOfGame(later, { revealed: { version: 'v9' }, ended: at(3) }),
    ...recordsOfGame(tampered, { revealed: { server_seed: 'other' }, ended: at(2) }),
    ended('20251207-waits', 70),
    { ...(ended('20251207-elsewhere', 70) as object), feed: 'rugs' },
  ]);
  await verifyDueGames(stored.database, { mayWrite: always });
  const overview = await readFairness(stored.database, 'simulated');
  expect(overview).toMatchObject({
    verified: 1,
    mismatch: 1,
    unverifiable: 2,
    waiting: 1,
    counted: 0,
    highest: null,
  });
  expect(overview.exceptions.map(({ game_id }) => game_id)).toEqual([
    tampered.game_id,
    later.game_id,
    unknown.game_id,
  ]);
  expect(await readFairness(stored.database, 'rugs')).toMatchObject({
    verified: 0,
    waiting: 1,
    exceptions: [],
  });
  expect(await readFairness(stored.database, 'replay')).toMatchObject({
    waiting: 0,
    firstGameAt: null,
    series: [],
  });
});

it('shows the course of the evidence in at most 250 points, first and last among them, and where it was highest', async () => {
  const logE = (n: number) => Math.sin(n / 100) * 2;
  const games = Array.from({ length: 1300 }, (_, n) => ({
    feed: 'simulated',
    game_id: `20251207-${String(n).padStart(5, '0')}`,
    status: 'ended',
    end_tick: 100,
    // Games come in bursts, as when TED was away in between.
    ended_at: new Date(AT + n * 60_000 + (n > 700 ? 86_400_000 : 0)),
    created_at: new Date(AT),
    ...(n % 13 !== 5 && { log_e: logE(n) }),
  }));
  await stored.database.models.games.collection.insertMany(games.map((game) => ({ ...game })));
  const { series, counted, highest } = await readFairness(stored.database, 'simulated');
  expect(counted).toBe(1200);
  expect(series.length).toBeGreaterThan(80);
  expect(series.length).toBeLessThanOrEqual(250);
  expect(series[0]!.game_id).toBe(games[0]!.game_id);
  expect(series.at(-1)!.game_id).toBe(games.at(-1)!.game_id);
  const times = series.map(({ ended_at }) => Number(ended_at));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const best = Math.max(...games.map((game) => game.log_e ?? -Infinity));
  expect(highest).toMatchObject({ log_e: best });
});

it('verifies what is stored now, whatever verdict there is, one game or all', async () => {
  const [fine, unseeded] = [fairGame(1), ended('20251207-waits', 70)];
  await store([...recordsOfGame(fine), unseeded]);
  await verifyDueGames(stored.database, { mayWrite: always });
  const read = async (wanted: { gameId?: string }) => {
    const found: [string, string, number][] = [];
    for await (const { game, verdict } of verifyStoredGames(stored.database, wanted))
      found.push([game.game_id, verdict.verdict, verdict.pricesCompared]);
    return found.sort();
  };
  const samples = Math.ceil(fine.end_tick / 10);
  expect(await read({})).toEqual([
    [fine.game_id, 'verified', samples],
    ['20251207-waits', 'unverifiable', 0],
  ]);
  // Somebody has changed the database since.
  await stored.database.models.tick_samples.collection.updateOne({ tick: 0 }, { $set: { price: 1.01 } });
  expect(await read({ gameId: fine.game_id })).toEqual([[fine.game_id, 'mismatch', samples]]);
  expect(await read({ gameId: 'nobody' })).toEqual([]);
});
