import { BASELINE_P_RUG_40 } from '@ted/game';
import {
  HOUR_MS,
  readPersistenceMetrics,
  storeBatch,
  updateHourlyMetrics,
  type Database,
} from '@ted/storage';
import { dropDatabase, freshDatabase } from '../../support/database.ts';
import { AT, batchOf, ended, prediction, sideBet, started, systemSample } from '../../support/records.ts';

const always = async () => undefined;
const HOUR = new Date(Math.floor(AT / HOUR_MS) * HOUR_MS);
const after = (hours: number) => Number(HOUR) + hours * HOUR_MS + 1000;
const LONG_AGO = new Date(0);

let database: Database;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => dropDatabase(database));

const store = (list: readonly unknown[]) => storeBatch(database, batchOf(list), always);
const update = (now: number, oldest = LONG_AGO) =>
  updateHourlyMetrics(database, { now, oldest, mayWrite: always });
const hours = () => database.models.metrics_hourly.find({}).sort({ hour_start: 1 }).lean();

/** Three predictions with signed errors of +40, −20 and +200 ticks, one that is not scored, a won and a lost bet. */
const busyHour = [
  started('a'),
  ended('a', 100),
  prediction('a', 0, { predicted_end_tick: 140 }),
  prediction('a', 10, { predicted_end_tick: 80 }),
  prediction('a', 80, { predicted_end_tick: 300, uncertainty_bounds: { lower: 81, upper: 90 } }),
  prediction('a', 99, { predicted_end_tick: 900, last_before_end: true }),
  sideBet('a', 70),
  sideBet('a', 20),
  systemSample(AT),
];

it('computes true medians and shares over the scored predictions, with the baseline’s scores beside [defect 12] [defect 17]', async () => {
  await store(busyHour);
  await update(after(1));
  const [hour] = await hours();
  expect(hour).toMatchObject({
    feed: 'simulated',
    hour_start: HOUR,
    hour_end: new Date(Number(HOUR) + HOUR_MS),
    games_analyzed: 1,
    predictions_made: 4,
    side_bet_metrics: { total_bets: 2, bets_won: 1, bets_lost: 1, net_profit: 3, roi_percent: 150 },
    system_metrics: { avg_latency_ms: 0.4, websocket_disconnects: 1, errors_logged: 2 },
  });
  const m = hour!.prediction_metrics;
  expect(m).toMatchObject({
    total_predictions: 4,
    scored_predictions: 3,
    median_e40: 1,
    accuracy_1_window: 2 / 3,
    accuracy_2_windows: 2 / 3,
  });
  expect(m.average_e40).toBeCloseTo((1 + 0.5 + 5) / 3);
  expect(m.mean_absolute_error).toBeCloseTo((40 + 20 + 200) / 3);
  expect(m.interval_coverage).toBeCloseTo(2 / 3);
  expect(m.brier).toBeCloseTo((0.18 ** 2 + 0.18 ** 2 + 0.82 ** 2) / 3);
  expect(m.baseline_brier).toBeCloseTo((2 * BASELINE_P_RUG_40 ** 2 + (1 - BASELINE_P_RUG_40) ** 2) / 3);
  expect(m.log_loss_skill).toBeCloseTo(1 - m.log_loss! / m.baseline_log_loss!);
});

it('makes one document for every finished hour, empty ones with null scores, and none for the running one [defect 14]', async () => {
  await store(busyHour);
  await store([{ ...(started('b') as object), created_at: after(3) }]);
  expect(await update(after(3))).toHaveLength(3);
  const all = await hours();
  expect(all.map((hour) => Number(hour.hour_start) - Number(HOUR))).toEqual([0, HOUR_MS, 2 * HOUR_MS]);
  expect(all[1]).toMatchObject({
    predictions_made: 0,
    prediction_metrics: { brier: null, median_e40: null },
    side_bet_metrics: { roi_percent: null },
  });
  expect(await update(after(3))).toHaveLength(0);
});

it('computes an hour again, in the same document, when a late record or outcome arrives', async () => {
  await store([started('a'), prediction('a', 0)]);
  await update(after(1));
  expect((await hours())[0]!.prediction_metrics.scored_predictions).toBe(0);
  await store([ended('a', 100)]);
  expect(await update(after(1))).toHaveLength(1);
  const all = await hours();
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ games_analyzed: 1, prediction_metrics: { scored_predictions: 1 } });
  expect(await database.models.dirty_hours.countDocuments({})).toBe(0);
});

it('leaves hours alone whose records may have expired', async () => {
  await store(busyHour);
  expect(await update(after(5), new Date(Number(HOUR) + 3 * HOUR_MS))).toHaveLength(2);
  expect((await hours()).map((hour) => Number(hour.hour_start) - Number(HOUR))).toEqual([
    3 * HOUR_MS,
    4 * HOUR_MS,
  ]);
});

it('asks before it takes a mark away, also where there is nothing else to write', async () => {
  await store([ended('a', 100)]);
  const no = async () => Promise.reject(new Error('off'));
  const tooOld = { now: after(1), oldest: new Date(after(1)), mayWrite: no };
  await expect(updateHourlyMetrics(database, tooOld)).rejects.toThrow('off');
  expect(await database.models.dirty_hours.countDocuments({})).toBe(1);
  await updateHourlyMetrics(database, { ...tooOld, mayWrite: always });
  expect(await database.models.dirty_hours.countDocuments({})).toBe(0);
});

it('two replicas at once make one document per hour [defect 14]', async () => {
  await store(busyHour);
  await Promise.all([update(after(4)), update(after(4)), update(after(4))]);
  expect(await hours()).toHaveLength(4);
});

it('answers /api/persistence/metrics from the finished hours and the running one [defect 15]', async () => {
  await store(busyHour);
  const running = await readPersistenceMetrics(database, 'simulated', 24, AT + 60_000);
  expect(running).toMatchObject({
    total_predictions: 4,
    scored_predictions: 3,
    accuracy_1_window: 2 / 3,
    games_analyzed: 1,
  });
  await update(after(1));
  const finished = await readPersistenceMetrics(database, 'simulated', 24, after(2));
  expect(finished).toMatchObject({ total_predictions: 4, scored_predictions: 3, accuracy_1_window: 2 / 3 });
  expect(finished.average_e40).toBeCloseTo(6.5 / 3);
  expect(await readPersistenceMetrics(database, 'rugs', 24, after(2))).toMatchObject({
    total_predictions: 0,
    average_e40: 0,
  });
});

it('one document that lacks what TED stores spoils no figure: not the API’s, not the hour’s [defect 15]', async () => {
  await store(busyHour);
  const metrics = () => readPersistenceMetrics(database, 'simulated', 24, AT + 60_000);
  const clean = await metrics();
  const alien = { feed: 'simulated', created_at: new Date(AT), ingest_id: 'x' };
  await database.models.predictions.collection.insertMany([
    { ...alien, game_id: 'p1' },
    { ...alien, game_id: 'p2', resolved: true },
    { ...alien, game_id: 'p3', resolved: true, error_metrics: null, scores: null },
    { ...alien, game_id: 'p4', resolved: 'yes', error_metrics: 'none' },
  ] as never[]);
  await database.models.side_bets.collection.insertMany([{ ...alien, game_id: 's1' }] as never[]);
  await database.models.games.collection.insertMany([{ ...alien, game_id: 'g1' }] as never[]);
  expect(await metrics()).toEqual({ ...clean, total_predictions: clean.total_predictions + 4 });
  await update(after(1));
  expect((await hours())[0]).toMatchObject({
    games_analyzed: 1,
    prediction_metrics: { scored_predictions: 3, median_e40: 1 },
    side_bet_metrics: { total_bets: 3, net_profit: 3, roi_percent: 150 },
  });
});
