import { validate, liveVariables } from '@ted/platform';
import { countExpired, deleteExpired, retentionRules, storeBatch, type Database } from '@ted/storage';
import { dropDatabase, freshDatabase } from '../../support/database.ts';
import { AT, batchOf, ended, prediction, sideBet, started, tickSample } from '../../support/records.ts';

const DAY_MS = 86_400_000;
const always = async () => undefined;
const rules = retentionRules(validate(liveVariables, {}));

let database: Database;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => dropDatabase(database));

const store = (list: readonly unknown[]) => storeBatch(database, batchOf(list), always);
const counts = async () => ({
  tick_samples: await database.models.tick_samples.countDocuments({}),
  predictions: await database.models.predictions.countDocuments({}),
  games: await database.models.games.countDocuments({}),
});

it('deletes each collection by its own days, by the age of the event', async () => {
  await store([started('a'), ended('a', 50), prediction('a', 0), sideBet('a', 10), tickSample('a', 10)]);
  const now = (days: number) => ({ now: AT + days * DAY_MS + 60_000, mayWrite: always });
  expect(await deleteExpired(database, rules, now(6))).toMatchObject({
    tick_samples: 0,
    predictions: 0,
    games: 0,
  });
  expect(await deleteExpired(database, rules, now(8))).toMatchObject({
    tick_samples: 1,
    predictions: 0,
    games: 0,
  });
  expect(await deleteExpired(database, rules, now(91))).toMatchObject({
    predictions: 1,
    side_bets: 1,
    games: 0,
  });
  expect(await deleteExpired(database, rules, now(181))).toMatchObject({ games: 1 });
  expect(await counts()).toEqual({ tick_samples: 0, predictions: 0, games: 0 });
});

it('counts without deleting, and deletes more than one chunk', async () => {
  await store(Array.from({ length: 1000 }, (_, i) => tickSample('a', i)));
  await store(Array.from({ length: 1000 }, (_, i) => tickSample('b', i)));
  await store([tickSample('c', 1, { created_at: AT + 8 * DAY_MS })]);
  const now = AT + 10 * DAY_MS;
  expect(await countExpired(database, rules, now)).toMatchObject({ tick_samples: 2000 });
  expect((await counts()).tick_samples).toBe(2001);
  expect(await deleteExpired(database, rules, { now, mayWrite: always })).toMatchObject({
    tick_samples: 2000,
  });
  expect((await counts()).tick_samples).toBe(1);
});
