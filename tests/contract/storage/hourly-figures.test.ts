import { BASELINE_P_RUG_40 } from '@ted/game';
import type { FinishedGame } from '@ted/messaging';
import {
  HOUR_MS,
  readPersistenceMetrics,
  storeBatch,
  updateHourlyMetrics,
  type Database,
} from '@ted/storage';
import {
  directionalMetrics,
  historyRecord,
} from '../../../services/api-gateway/src/views/prediction-history.ts';
import { dropDatabase, freshDatabase } from '../../support/database.ts';
import {
  abandoned,
  AT,
  batchOf,
  ended,
  prediction,
  sideBet,
  started,
  systemSample,
} from '../../support/records.ts';

/** What the figures of an hour are, each against its definition. */

const always = async () => undefined;
const HOUR = new Date(Math.floor(AT / HOUR_MS) * HOUR_MS);
const after = (hours: number) => Number(HOUR) + hours * HOUR_MS + 1000;

let database: Database;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => dropDatabase(database));

const store = (list: readonly unknown[]) => storeBatch(database, batchOf(list), always);
const update = (now: number) => updateHourlyMetrics(database, { now, oldest: new Date(0), mayWrite: always });
const hours = () => database.models.metrics_hourly.find({}).sort({ hour_start: 1 }).lean();

/** Forecasts of one game that ends at 200: where they were made, their signed errors, their p_rug_40. */
const ERRORS = [-121, -120, -81, -80, -79, -41, -40, 0, 39, 40, 41, 79, 80, 81, 119, 120, 121, 400];
const forecasts = ERRORS.map((error, i) => ({ tick: 110 + 5 * i, error, p: 0.05 * (i + 1) }));

it('scores each figure by its definition: windows by |E40|, true medians, the baseline on the same ticks [defect 12]', async () => {
  await store([
    started('a'),
    ...forecasts.map(({ tick, error, p }) =>
      prediction('a', tick, {
        predicted_end_tick: 200 + error,
        p_rug_40: p,
        uncertainty_bounds: { lower: tick + 1, upper: 150 + Math.abs(error) },
      }),
    ),
    ended('a', 200),
  ]);
  await update(after(1));
  const m = (await hours())[0]!.prediction_metrics;
  const n = ERRORS.length;
  const share = (holds: (f: (typeof forecasts)[number]) => boolean) => forecasts.filter(holds).length / n;
  const mean = (of: (f: (typeof forecasts)[number]) => number) =>
    forecasts.reduce((sum, f) => sum + of(f), 0) / n;
  // Ends at 200: within 40 ticks of those made at 160 and later.
  const happened = ({ tick }: { tick: number }) => tick >= 160;
  const squared = (p: number, f: { tick: number }) => (p - (happened(f) ? 1 : 0)) ** 2;
  const surprise = (p: number, f: { tick: number }) => -Math.log(happened(f) ? p : 1 - p);
  const expected = {
    total_predictions: n,
    scored_predictions: n,
    // −40, 0, 39 and 40; then −80, −79, −41, 41, 79 and 80 too; then −120, −81, 81, 119 and 120.
    accuracy_1_window: 4 / n,
    accuracy_2_windows: 10 / n,
    accuracy_3_windows: 15 / n,
    average_e40: mean(({ error }) => Math.abs(error) / 40),
    // The mean of the two in the middle, 39 and 40 ticks.
    median_e40: 39.5 / 40,
    mean_absolute_error: mean(({ error }) => Math.abs(error)),
    interval_coverage: share(({ error }) => Math.abs(error) >= 50),
    brier: mean((f) => squared(f.p, f)),
    baseline_brier: mean((f) => squared(BASELINE_P_RUG_40, f)),
    log_loss: mean((f) => surprise(f.p, f)),
    baseline_log_loss: mean((f) => surprise(BASELINE_P_RUG_40, f)),
  };
  for (const [name, value] of Object.entries(expected))
    expect([name, m[name as keyof typeof expected]]).toEqual([name, expect.closeTo(value, 10)]);
  expect(m.brier_skill).toBeCloseTo(1 - expected.brier / expected.baseline_brier, 10);
  expect(m.log_loss_skill).toBeCloseTo(1 - expected.log_loss / expected.baseline_log_loss, 10);
});

it('has one definition of each figure: stored hours, the API’s metrics and its prediction history agree [defect 12]', async () => {
  const list = ERRORS.map((error, i) => ({ id: `game-${i}`, error }));
  for (const { id, error } of list)
    await store([started(id), prediction(id, 0, { predicted_end_tick: 200 + error }), ended(id, 200)]);
  await update(after(1));
  const hour = (await hours())[0]!.prediction_metrics;
  const api = await readPersistenceMetrics(database, 'simulated', 24, after(2));
  const history = directionalMetrics(
    list.map(({ id, error }) => historyRecord(finishedGame(id, 200, 200 + error))!),
  );
  expect(api.accuracy_1_window).toBeCloseTo(4 / ERRORS.length, 10);
  for (const windows of [
    [hour.accuracy_1_window, api.accuracy_1_window, history.within_1_window],
    [hour.accuracy_2_windows, api.accuracy_2_windows, history.within_2_windows],
    [hour.accuracy_3_windows, history.within_3_windows],
    [hour.median_e40, history.median_E40],
  ])
    expect(windows).toEqual(windows.map(() => expect.closeTo(windows[0]!, 10)));
  expect(api.average_e40).toBeCloseTo(hour.average_e40!, 10);
  const stored = await database.models.predictions.find({}).lean();
  for (const k of [1, 2, 3]) {
    const within = stored.filter((p) => p.error_metrics!.within_windows <= k).length;
    const accuracy = hour[`accuracy_${k}_window${k === 1 ? '' : 's'}` as keyof typeof hour];
    expect(within / stored.length).toBeCloseTo(accuracy!, 10);
  }
});

/** A finished game as ingest tells the gateways. */
const finishedGame = (game_id: string, end_tick: number, predicted_end_tick: number): FinishedGame => ({
  game_id,
  started_at: AT,
  ended_at: AT,
  start_tick: 0,
  end_tick,
  peak_price: 2,
  end_price: 0.01,
  forecast: {
    predicted_at_tick: 0,
    predicted_end_tick,
    q10: 20,
    q90: 400,
    lower: 1,
    upper: 400,
    tolerance: 200,
    epr_active: false,
  },
  scored: null,
  log_e: null,
});

it('counts side bets by what became of them; one in five won is a return of nothing [defect 13]', async () => {
  await store([
    started('a'),
    ...[10, 60, 110, 160, 210].map((tick) => sideBet('a', tick)),
    ended('a', 100),
    started('given-up'),
    sideBet('given-up', 5),
    abandoned('given-up', 80),
    started('runs'),
    sideBet('runs', 6),
    sideBet('runs', 50),
  ]);
  await update(after(1));
  expect((await hours())[0]!.side_bet_metrics).toEqual({
    total_bets: 8,
    bets_won: 1,
    bets_lost: 4,
    bets_void: 1,
    bets_open: 2,
    net_profit: 0,
    roi_percent: 0,
  });
});

it('adds up the system’s samples of the hour; latency weighs by the updates behind it', async () => {
  const sample = (minute: number, more: object) => ({
    ...(systemSample(Number(HOUR) + minute * 60_000) as object),
    ...more,
  });
  await store([
    sample(0, { avg_latency_ms: 1, updates: 100, websocket_disconnects: 2, errors_logged: 0 }),
    sample(1, { avg_latency_ms: 3, updates: 300, websocket_disconnects: 0, errors_logged: 5 }),
    sample(2, { avg_latency_ms: null, updates: 0, websocket_disconnects: 1, errors_logged: 0 }),
    sample(60, { avg_latency_ms: 100, updates: 100 }),
  ]);
  await store([started('a')]);
  await update(after(1));
  expect((await hours())[0]!.system_metrics).toEqual({
    avg_latency_ms: 2.5,
    websocket_disconnects: 3,
    errors_logged: 5,
  });
});

it('has nothing but nulls for the scores of an hour without records, beside counts of zero', async () => {
  await store([started('a')]);
  await store([{ ...(started('b') as object), created_at: after(2) }]);
  await update(after(2));
  const empty = (await hours())[1]!;
  const { total_predictions, scored_predictions, ...scores } = empty.prediction_metrics;
  expect([empty.games_analyzed, empty.predictions_made, total_predictions, scored_predictions]).toEqual([
    0, 0, 0, 0,
  ]);
  expect(Object.values(scores)).toHaveLength(13);
  expect(Object.values(scores).every((score) => score === null)).toBe(true);
  expect(empty.system_metrics.avg_latency_ms).toBeNull();
});

it('a document whose scores are no numbers spoils no figure [defect 15]', async () => {
  await store([started('a'), prediction('a', 0), ended('a', 100)]);
  await database.models.predictions.collection.insertOne({
    feed: 'simulated',
    game_id: 'alien',
    created_at: new Date(AT),
    resolved: true,
    error_metrics: {},
    scores: {},
  });
  const metrics = await readPersistenceMetrics(database, 'simulated', 24, AT + 60_000);
  expect(JSON.parse(JSON.stringify(metrics))).toMatchObject({
    average_e40: 39 / 40,
    brier: expect.any(Number),
  });
  await update(after(1));
  expect((await hours())[0]!.prediction_metrics).toMatchObject({ average_e40: 39 / 40, median_e40: 39 / 40 });
});
