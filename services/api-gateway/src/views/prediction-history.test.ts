import type { FinishedGame } from '@ted/messaging';
import { directionalMetrics, historyMetrics, historyRecord, historyRecords } from './prediction-history.ts';

const game = (end_tick: number, predicted_end_tick: number): FinishedGame => ({
  game_id: `g${end_tick}`,
  started_at: 0,
  ended_at: 1000,
  start_tick: 0,
  end_tick,
  peak_price: 2,
  end_price: 0.02,
  forecast: {
    predicted_at_tick: 0,
    predicted_end_tick,
    q10: 20,
    q90: 120,
    lower: 1,
    upper: 200,
    tolerance: 100,
    epr_active: false,
  },
  scored: null,
  log_e: null,
});

it('is a game beside its first prediction, under the API’s names', () => {
  expect(historyRecord(game(220, 140))).toEqual({
    game_id: 'g220',
    predicted_tick: 140,
    actual_tick: 220,
    diff: 80,
    signed_error: -80,
    E40: -2,
    Ez: -0.8,
    spread: 100,
    in_band: false,
    lower: 1,
    upper: 200,
    within_tolerance: true,
    peak_price: 2,
    end_price: 0.02,
    is_ultra_short: false,
    is_max_payout: true,
    epr_active_at_prediction: false,
    timestamp: '1970-01-01T00:00:01.000Z',
    scored: null,
  });
});

it('leaves out games without a forecast and keeps the newest', () => {
  const games = [game(1, 5), { ...game(2, 5), forecast: null }, game(3, 5), game(4, 5)];
  expect(historyRecords(games, 2).map((record) => record.actual_tick)).toEqual([3, 4]);
});

it('has signed medians and means, and shares by |E40| [defect 12]', () => {
  const records = historyRecords([game(100, 100), game(100, 140), game(100, 20), game(100, 300)], 10);
  expect(directionalMetrics(records)).toEqual({
    median_E40: 0.5,
    mean_E40: 1,
    median_signed_error: 20,
    early_rate: 0.25,
    late_rate: 0.5,
    within_1_window: 0.5,
    within_2_windows: 0.75,
    within_3_windows: 0.75,
    coverage_rate: 1,
    early_skew: -0.25,
  });
  expect(historyMetrics(records)).toMatchObject({
    accuracy: 0.75,
    average_error: 80,
    within_tolerance_count: 3,
  });
});

it('is zero beside a count of zero', () => {
  expect(Object.values(historyMetrics([])).every((value) => value === 0)).toBe(true);
});
