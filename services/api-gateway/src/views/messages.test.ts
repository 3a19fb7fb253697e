import type { FinishedGame, LiveState, LiveUpdate } from '@ted/messaging';
import { quietOutbox } from '../testing/quiet-outbox.ts';
import { initialMessage, updateMessage } from './messages.ts';

const finished = (n: number): FinishedGame => ({
  game_id: `20251207-${String(n).padStart(16, '0')}`,
  started_at: 1_765_100_000_000,
  ended_at: 1_765_100_050_000,
  start_tick: 0,
  end_tick: 150 + n,
  peak_price: 2.345678901234,
  end_price: 0.012345678901,
  forecast: {
    predicted_at_tick: 0,
    predicted_end_tick: 139,
    q10: 22,
    q90: 460,
    lower: 1,
    upper: 400,
    tolerance: 200,
    epr_active: false,
  },
  scored: null,
  log_e: null,
});
const EXPERTS = [
  ...['published', 'memoryless', 'memoryless-forgetting', 'age', 'pattern1', 'pattern2', 'pattern3'],
  ...['early-peak', 'ultra-short-gate', 'features', 'log-linear'],
];
const moment = {
  seq: 7,
  at: 1_765_100_060_000,
  cooldown_ms: null,
  game: {
    game_id: '20251207-aaaaaaaaaaaaaaaa',
    phase: 'running' as const,
    start_tick: 0,
    tick: 1033,
    price: 1234.567890123,
    peak_price: 2345.678901234,
    peak_tick: 20,
    started_at: 1_765_100_050_000,
    rugged: false,
  },
  forecast: {
    tick: 33,
    model_version: 'mixture-1',
    predicted_end_tick: 1171,
    q10: 1055,
    q90: 493,
    quantiles: {
      ...{
        q10: 1055,
        q20: 1078,
        q30: 1105,
        q40: 1135,
        q50: 1171,
        q60: 1216,
        q70: 1274,
        q80: 1355,
        q90: 1493,
      },
    },
    survival: Array.from({ length: 40 }, (_, i) => Number((0.905 ** (i + 1)).toFixed(4))),
    lower: 34,
    upper: 433,
    windows: 10,
    confidence: 0.865432109876,
    hazard: 0.005012345678,
    p_rug_40: 0.181678901234,
    baseline_p_rug_40: 0.181678901234,
    epr_active: false,
    experts: EXPERTS.map((name) => ({
      name,
      weight: 1 / 11,
      prior: 1 / 11,
      p_rug_40: 0.181678901234,
      evidence: -123.456789012,
    })),
  },
  advice: {
    action: 'WAIT' as const,
    tick: 33,
    p_win_40: 0.181678901234,
    expected_value: -0.091605493827,
    confidence: 0.012345678901,
    threshold_used: 0.2,
    next_bet_tick: null,
    break_even: 0.2,
    p_low: 0.161678901234,
    p_high: 0.201678901234,
    gates: [
      { name: 'above_break_even' as const, met: false, value: 0.181678901234, need: 0.2 },
      { name: 'sure' as const, met: false, value: 0.012345678901, need: 0.975 },
      { name: 'cooldown' as const, met: true, value: 1033, need: 1044 },
      { name: 'running' as const, met: true, value: null, need: null },
    ],
    open_bet: null,
  },
  totals: {
    connected: true,
    reconnects: 0,
    updates: 123_456,
    rejected: {},
    games: 600,
    last_update_at: 1_765_100_060_000,
    bets: { total: 0, positive_ev: 0, won: 0, lost: 0, total_ev: 0 },
  },
};
/** A gateway's state after a long run: as many games as are ever shown. */
const state: LiveState = {
  type: 'state',
  feed: 'simulated',
  feed_kind: 'simulated',
  ingest_id: '00000000-0000-4000-8000-000000000000',
  started_at: 1_765_000_000_000,
  ...moment,
  history_size: 500,
  history: Array.from({ length: 500 }, (_, n) => finished(n)),
  bets: [],
  fairness: { games: 590, warm_up_games: 10, log_e: -0.4, max_log_e: 0.2, rejected_at_game: null },
  scores: {
    games: 0,
    ticks: 0,
    mixture: {
      brier: null,
      log_loss: null,
      brier_skill: null,
      log_loss_skill: null,
      ece: null,
      crps: null,
      coverage_85: null,
    },
    baseline: { brier: null, log_loss: null },
    experts: {},
    reliability: [],
    drift: { statistic: 0, alarm: false, since_game: null },
  },
  outbox: quietOutbox,
};
const update: LiveUpdate = { type: 'update', ...moment };

it('a tick carries no history and stays small, however many games there were [defect 25]', () => {
  const message = updateMessage(state, update);
  expect(message.prediction_history).toEqual([]);
  expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(4096);
  const withoutHistory = updateMessage({ ...state, history: [] }, update);
  expect(JSON.stringify(message).length - JSON.stringify(withoutHistory).length).toBeLessThan(200);
});

it('an update looks at the history only where that is another one than at the update before', () => {
  let looks = 0;
  const watched = (history: FinishedGame[]) =>
    new Proxy(history, { get: (games, key) => (looks++, Reflect.get(games, key) as unknown) });
  const long = { ...state, history: watched(state.history) };
  const first = JSON.stringify(updateMessage(long, update));
  expect(looks).toBeGreaterThan(200);
  looks = 0;
  expect(JSON.stringify(updateMessage(long, update))).toBe(first);
  expect(looks).toBe(0);
  const paidMost = { ...finished(500), end_price: 0.02 };
  const longer = updateMessage({ ...state, history: watched([...state.history, paidMost]) }, update);
  expect(looks).toBeGreaterThan(200);
  expect(longer.patterns.pattern1).toMatchObject({ status: 'active', last_trigger: paidMost.game_id });
});

it('the update that ends a game carries that game’s record alone [defect 25]', () => {
  const message = updateMessage(state, { ...update, finished: finished(500) });
  expect(message.prediction_history).toEqual([
    expect.objectContaining({ game_id: finished(500).game_id, actual_tick: 650, end_price: 0.012345678901 }),
  ]);
});

it('the update that ends a game is as small as any other', () => {
  const { fairness, scores } = state;
  const message = updateMessage(state, { ...update, finished: finished(500), fairness, scores });
  expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(4096);
  expect(message).toMatchObject({ forecast: null, prediction: { predicted_tick: 1171 }, fairness });
});

it('the first message carries the newest 200 records, and is whole before any game and any word of ingest [defect 25]', () => {
  const first = initialMessage(state, 5);
  expect(first.prediction_history).toHaveLength(200);
  expect(first.prediction_history.at(-1)!.game_id).toBe(finished(499).game_id);
  const shape = (message: object) => Object.keys(message).sort();
  expect(shape(initialMessage({ ...state, game: null, history: [] }, 5))).toEqual(shape(first));
  expect(initialMessage({ ...state, game: null, history: [] }, 5)).toMatchObject({
    game_state: { gameId: '', isActive: false },
    prediction: { predicted_tick: 1171 },
    prediction_history: [],
  });
  expect(shape(initialMessage(undefined, 5))).toEqual(shape(first));
});
