import type { System, SystemPart } from '../api/system.ts';
import type { GameState, JudgedGame, LiveMessage } from '../live/messages.ts';
import { firstState, withMessage, type LiveState } from '../live/state.ts';

/** Samples for the tests: a running game at tick 384 as the gateway tells it, with what a test says instead. */

export const NOW = Date.parse('2025-11-24T13:49:57Z');

export const game = (over: Partial<GameState> = {}): GameState => ({
  gameId: '20251124-a',
  startTick: 0,
  currentTick: 384,
  currentPrice: 10.63,
  peak_price: 11.19,
  isRugged: false,
  phase: 'running',
  cooldown_ms: null,
  ...over,
});

export const message = (over: Partial<LiveMessage> = {}): LiveMessage => ({
  type: 'update',
  game_state: game(),
  forecast: {
    predicted_end_tick: 520,
    q10: 405,
    q90: 846,
    lower: 385,
    upper: 770,
    p_rug_40: 0.187,
    survival: Array.from({ length: 40 }, (_, i) => 0.995 ** (20 * (i + 1))),
    experts: [{ name: 'published', weight: 0.6, prior: 0.5, p_rug_40: 0.182, evidence: 0 }],
  },
  side_bet_advice: {
    action: 'WAIT',
    tick: 384,
    p_win_40: 0.187,
    p_low: 0.166,
    p_high: 0.214,
    expected_value: -0.065,
    confidence: 0.17,
    break_even: 0.2,
    next_bet_tick: null,
    open_bet: null,
  },
  side_bet_performance: { total_recommendations: 0, bets_won: 0, bets_lost: 0 },
  prediction_history: [],
  feed: 'simulated',
  feed_kind: 'simulated',
  ...over,
});

export const judged = (id: string, over: Partial<JudgedGame> = {}): JudgedGame => ({
  game_id: id,
  predicted_tick: 139,
  actual_tick: 100,
  in_band: true,
  lower: 1,
  upper: 320,
  scored: null,
  ...over,
});

/** A page that is connected and has just heard of the game. */
export const live = (over: Partial<LiveMessage> = {}): LiveState =>
  withMessage({ ...firstState(NOW - 60_000), connection: { is: 'open' } }, message(over), NOW);

const OK: SystemPart = { state: 'ok', since: '2025-11-24T13:00:00Z', why: null };

/** Everything works; a test says which parts do not. */
export const system = (parts: Partial<Record<keyof System['parts'], SystemPart>> = {}): System => {
  const part = (name: keyof System['parts']) => parts[name] ?? OK;
  return {
    at: NOW,
    tookMs: 3,
    status: 'ok',
    version: '2.0.0',
    checked_at: '2025-11-24T13:49:57Z',
    feed_kind: 'simulated',
    parts: {
      feed: { reconnects: 0, ...part('feed') },
      ingest: { started_at: '2025-11-24T13:00:00Z', ...part('ingest') },
      gateway: { uptime_s: 3000, clients: 1, ...part('gateway') },
      redis: part('redis'),
      workers: { alive: 2, ...part('workers') },
      mongodb: { server: 'embedded', version: '7.0.0', ...part('mongodb') },
      outbox: { oldest_age_s: null, bytes: 0, ...part('outbox') },
    },
    workers: ['worker-1', 'worker-2'].map((id) => ({
      id,
      state: 'ok',
      persistence_enabled: true,
      heartbeat_age_s: 0.4,
      records: 617,
      mongodb: 'ok',
    })),
    queues: [{ name: 'persist', waiting: 1, active: 0, delayed: 0, failed: 0, oldest_job_age_s: 4 }],
    storing: {
      enabled: true,
      last_save: '2025-11-24T13:49:46Z',
      lag_s: 0,
      pending: 0,
      saved: 1234,
      errors: 0,
      last_error: null,
      records_by_kind: { games: 259, predictions: 5214, side_bets: 0, tick_samples: 5180 },
    },
    retention: {
      days: { tick_samples: 7, predictions: 90 },
      last_run_at: null,
      next_run_at: '2025-11-25T04:00:00Z',
      first_removal_at: '2025-12-01T13:00:00Z',
    },
    warnings: [],
    dead_letters: 0,
  };
};

export const down = (since = '2025-11-24T13:46:31Z'): SystemPart => ({
  state: 'down',
  since,
  why: 'no answer',
});
