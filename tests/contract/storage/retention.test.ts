import { validate, liveVariables } from '@ted/platform';
import {
  cleanUp,
  countExpired,
  deleteExpired,
  readTotals,
  RETENTION_CHUNK,
  retentionRules,
  storeBatch,
  type Database,
} from '@ted/storage';
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

it('every collection has its own variable, and only what is older than its days goes', async () => {
  const values = validate(liveVariables, {
    TICK_RETENTION_DAYS: '1',
    PREDICTION_RETENTION_DAYS: '2',
    SIDEBET_RETENTION_DAYS: '3',
    GAME_RETENTION_DAYS: '4',
    METRICS_RETENTION_DAYS: '5',
  });
  const days = {
    tick_samples: 1,
    system_samples: 1,
    predictions: 2,
    side_bets: 3,
    games: 4,
    metrics_hourly: 5,
    dead_letters: 4,
  };
  const ofRules = retentionRules(values);
  expect(Object.fromEntries(ofRules.map((rule) => [rule.collection, rule.days]))).toEqual(days);

  for (const [name, kept] of Object.entries(days)) {
    const cutoff = AT - kept * DAY_MS;
    await database.connection.collection(name).insertMany(
      [cutoff - 1, cutoff, cutoff + 1].map((at, i) => ({
        ...{ feed: 'simulated', game_id: `${i}`, key: `${i}`, tick: i, ingest_id: `${i}` },
        ...{ hour_start: new Date(at), created_at: new Date(at) },
      })),
    );
  }
  const counted = await countExpired(database, ofRules, AT);
  expect(counted).toEqual(
    Object.entries(days).map(([collection, kept]) => ({
      ...{ collection, days: kept, cutoff: new Date(AT - kept * DAY_MS) },
      ...{ expired: 1, documents: 3 },
    })),
  );
  const ones = Object.fromEntries(Object.keys(days).map((name) => [name, 1]));
  expect(await deleteExpired(database, ofRules, { now: AT, mayWrite: always })).toEqual(ones);
  for (const { expired, documents } of await countExpired(database, ofRules, AT))
    expect({ expired, documents }).toEqual({ expired: 0, documents: 2 });
});

it('counts without deleting, and deletes more than one chunk', async () => {
  await store(Array.from({ length: 1000 }, (_, i) => tickSample('a', i)));
  await store(Array.from({ length: 1000 }, (_, i) => tickSample('b', i)));
  await store([tickSample('c', 1, { created_at: AT + 8 * DAY_MS })]);
  const now = AT + 10 * DAY_MS;
  const [ticks] = await countExpired(database, rules, now);
  expect(ticks).toMatchObject({ collection: 'tick_samples', expired: 2000, documents: 2001 });
  expect((await counts()).tick_samples).toBe(2001);
  expect(await deleteExpired(database, rules, { now, mayWrite: always })).toMatchObject({
    tick_samples: 2000,
  });
  expect((await counts()).tick_samples).toBe(1);
});

describe('a large cleanup', () => {
  const now = AT + 10 * DAY_MS;
  async function expire(documents: number): Promise<void> {
    const ticks = database.models.tick_samples.collection;
    for (let game = 0; game < documents / 1000; game++) {
      await ticks.insertMany(
        Array.from({ length: 1000 }, (_, tick) => ({
          ...{ feed: 'simulated', game_id: `old-${game}`, tick, price: 1.5, features: { ema10: 1.4 } },
          ...{ timestamp: new Date(AT), created_at: new Date(AT + tick) },
        })),
      );
    }
  }

  it('lets writes pass: whole batches are stored between its chunks, and none waits for its end', async () => {
    await expire(20_000);
    const chunks: number[] = [];
    let running = true;
    const cleanup = cleanUp(database, rules, {
      now,
      mayWrite: always,
      onProgress: () => chunks.push(performance.now()),
    }).finally(() => (running = false));
    const batches: { at: number; ms: number }[] = [];
    for (let tick = 0; running; tick++) {
      const begin = performance.now();
      await store([
        prediction('new', tick, { created_at: now }),
        tickSample('new', tick, { created_at: now }),
      ]);
      batches.push({ at: performance.now(), ms: performance.now() - begin });
    }
    expect(await cleanup).toMatchObject({ tick_samples: 20_000 });
    expect(chunks).toHaveLength(20_000 / RETENTION_CHUNK);

    const meanwhile = batches.filter(({ at }) => at > chunks[0]! && at < chunks.at(-1)!);
    expect(meanwhile.length).toBeGreaterThanOrEqual(10);
    // A batch waits for some chunks at most, never for all that is left.
    expect(Math.max(...meanwhile.map(({ ms }) => ms))).toBeLessThan((chunks.at(-1)! - chunks[0]!) / 2);
    expect(await database.models.predictions.countDocuments({})).toBe(batches.length);
    expect((await counts()).tick_samples).toBe(batches.length);
  });

  it('asks before every chunk; a no ends it there and leaves it due, the next run does the rest', async () => {
    await expire(4000);
    let asked = 0;
    const twice = async () => {
      if (++asked === 3) throw new Error('off');
    };
    await expect(cleanUp(database, rules, { now, mayWrite: twice })).rejects.toThrow('off');
    expect((await counts()).tick_samples).toBe(4000 - 2 * RETENTION_CHUNK);
    // The oldest went first, of all games alike.
    expect(
      await database.models.tick_samples.countDocuments({
        created_at: { $lt: new Date(AT + (2 * RETENTION_CHUNK) / 4) },
      }),
    ).toBe(0);
    expect((await readTotals(database)).last_cleanup).toBeNull();

    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const interrupted = { now, mayWrite: always, signal: stop.signal, onProgress };
    expect(await cleanUp(database, rules, interrupted)).toBeUndefined();
    expect((await counts()).tick_samples).toBe(4000 - 3 * RETENTION_CHUNK);
    expect((await readTotals(database)).last_cleanup).toBeNull();

    expect(await cleanUp(database, rules, { now, mayWrite: always })).toMatchObject({
      tick_samples: 4000 - 3 * RETENTION_CHUNK,
    });
    expect((await readTotals(database)).last_cleanup).toEqual(new Date(now));
  });
});
