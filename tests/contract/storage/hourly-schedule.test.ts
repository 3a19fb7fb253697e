import { deleteExpired, HOUR_MS, storeBatch, updateHourlyMetrics, type Database } from '@ted/storage';
import { dropDatabase, freshDatabase } from '../../support/database.ts';
import { AT, batchOf, ended, prediction, sideBet, started } from '../../support/records.ts';

/** Which hours are computed, when, and in what order. */

const always = async () => undefined;
const HOUR = Math.floor(AT / HOUR_MS) * HOUR_MS;
/** A moment within the hour with that number. */
const inHour = (n: number, ms = 1000) => HOUR + n * HOUR_MS + ms;

let database: Database;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => dropDatabase(database));

const store = (list: readonly unknown[]) => storeBatch(database, batchOf(list), always);
/** Runs the job at a moment; says which hours it computed. */
const update = async (now: number, oldest = new Date(0)) => {
  const done = await updateHourlyMetrics(database, { now, oldest, mayWrite: always });
  return done.map(({ hour_start }) => (Number(hour_start) - HOUR) / HOUR_MS);
};
const documents = () => database.models.metrics_hourly.find({}, { _id: 0 }).sort({ hour_start: 1 }).lean();
const at = (record: unknown, created_at: number) => ({ ...(record as object), created_at });
/** A whole game of 100 ticks within one hour. */
const gameIn = (hour: number, id = `game-${hour}`) => [
  at(started(id), inHour(hour)),
  at(prediction(id, 0), inHour(hour)),
  at(ended(id, 100), inHour(hour, 26_000)),
];

it('catches up in order, oldest first, on the hours that nobody computed while TED was down [defect 14]', async () => {
  await store(gameIn(0));
  expect(await update(inHour(1))).toEqual([0]);
  // Down for hours; then the outbox brings what it held, the newest first, and something late for the first hour.
  await store(gameIn(5));
  await store(gameIn(3));
  await store([at(prediction('game-0', 10), inHour(0, 3000))]);
  expect(await update(inHour(6))).toEqual([0, 1, 2, 3, 4, 5]);
  expect((await documents()).map((hour) => hour.predictions_made)).toEqual([2, 0, 0, 1, 0, 1]);
  expect(await update(inHour(6))).toEqual([]);
});

it('goes on after a stop in the middle where it was [defect 14]', async () => {
  await store([...gameIn(0), ...gameIn(1), ...gameIn(2)]);
  const stop = new AbortController();
  let writes = 0;
  const first = await updateHourlyMetrics(database, {
    now: inHour(3),
    oldest: new Date(0),
    mayWrite: async () => {
      if (++writes === 1) stop.abort();
    },
    signal: stop.signal,
  });
  expect(first).toHaveLength(1);
  expect(await update(inHour(3))).toEqual([1, 2]);
  expect((await documents()).map((hour) => hour.games_analyzed)).toEqual([1, 1, 1]);
});

it('counts a game that crosses the hour once, in the hour of its end, and its forecasts where they were made [defect 14]', async () => {
  await store([
    at(started('a'), inHour(0, HOUR_MS - 15_000)),
    at(prediction('a', 0), inHour(0, HOUR_MS - 15_000)),
    at(sideBet('a', 44), inHour(0, HOUR_MS - 4000)),
    at(prediction('a', 80), inHour(1, 5000)),
  ]);
  // The hour is over and the game is not.
  expect(await update(inHour(1, 6000))).toEqual([0]);
  expect((await documents())[0]).toMatchObject({
    games_analyzed: 0,
    predictions_made: 1,
    prediction_metrics: { scored_predictions: 0, median_e40: null },
    side_bet_metrics: { bets_open: 1, bets_lost: 0, roi_percent: null },
  });
  await store([at(ended('a', 100), inHour(1, 10_000))]);
  expect(await update(inHour(2))).toEqual([0, 1]);
  expect(await documents()).toMatchObject([
    {
      games_analyzed: 0,
      prediction_metrics: { scored_predictions: 1, median_e40: 39 / 40 },
      side_bet_metrics: { bets_open: 0, bets_lost: 1, total_bets: 1, roi_percent: -100 },
    },
    { games_analyzed: 1, predictions_made: 1, prediction_metrics: { scored_predictions: 1 } },
  ]);
});

it('makes no second document and changes none when the clock is stepped back and forth [defect 14]', async () => {
  await store([...gameIn(0), ...gameIn(2)]);
  expect(await update(inHour(3))).toEqual([0, 1, 2]);
  const before = await documents();
  expect(await update(inHour(1))).toEqual([]);
  expect(await update(inHour(-20))).toEqual([]);
  expect(await update(inHour(3))).toEqual([]);
  expect(await documents()).toEqual(before);
});

it('does not touch the hour that still runs, also when something late in it has come', async () => {
  await store(gameIn(0));
  expect(await update(inHour(0, 1_800_000))).toEqual([]);
  expect(await documents()).toEqual([]);
  expect(await update(inHour(1))).toEqual([0]);
  expect(await documents()).toMatchObject([{ games_analyzed: 1 }]);
});

it('leaves an hour as it is whose records have expired, whatever comes late', async () => {
  await store([...gameIn(0), ...gameIn(1)]);
  await update(inHour(2));
  const [before] = await documents();
  const oldest = new Date(inHour(1, 0));
  const rules = [{ collection: 'predictions' as const, days: 1 }];
  await deleteExpired(database, rules, { now: inHour(25, 0), mayWrite: always });
  expect(await database.models.predictions.countDocuments({ game_id: 'game-0' })).toBe(0);
  await store([
    at(prediction('game-0', 50), inHour(0, 20_000)),
    at(prediction('game-1', 50), inHour(1, 20_000)),
  ]);
  expect(await update(inHour(2), oldest)).toEqual([1]);
  const [left, again] = await documents();
  expect(left).toEqual(before);
  expect(again).toMatchObject({ predictions_made: 2 });
  // It is not asked for again either.
  expect(await update(inHour(2), oldest)).toEqual([]);
});

it.each([1, 2, 3, 4, 5, 6, 7])(
  'a batch cut off before its write number %i is made whole by its repetition [defect 14]',
  async (n) => {
    await store([
      at(started('a'), inHour(0, HOUR_MS - 15_000)),
      at(prediction('a', 0), inHour(0, HOUR_MS - 15_000)),
    ]);
    await update(inHour(1));
    const batch = batchOf([at(ended('a', 100), inHour(1, 10_000))]);
    let writes = 0;
    await storeBatch(database, batch, async () => {
      if (++writes === n) throw new Error('killed here');
    }).catch(() => undefined);
    await storeBatch(database, batch, always);
    await update(inHour(2));
    // The forecast of the first hour has its outcome: the hour must have been computed again.
    expect(await documents()).toMatchObject([
      { prediction_metrics: { scored_predictions: 1 } },
      { games_analyzed: 1 },
    ]);
  },
);

it('a replica whose clock is late does not make a late record forgotten [defect 14]', async () => {
  await store([at(started('a'), inHour(0)), at(ended('a', 100), inHour(0, 26_000))]);
  await update(inHour(1));
  await store([at(prediction('a', 0), inHour(0))]);
  await update(inHour(0, HOUR_MS - 5000)); // by its clock the hour still runs
  await update(inHour(1));
  expect(await documents()).toMatchObject([
    { predictions_made: 1, prediction_metrics: { scored_predictions: 1 } },
  ]);
});
