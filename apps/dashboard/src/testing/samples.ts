import type { GameState, LiveMessage } from '../live/messages.ts';
import { firstState, withMessage, type LiveState } from '../live/state.ts';
import type { Component, Status } from '../live/status.ts';

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
    p_rug_40: 0.187,
    quantiles: { q10: 405, q50: 520, q90: 846 },
    experts: [{ name: 'published', weight: 0.6, prior: 0.5 }],
  },
  side_bet_advice: {
    action: 'WAIT',
    tick: 384,
    p_win_40: 0.187,
    expected_value: -0.065,
    confidence: 0.17,
    threshold_used: 0.2,
    next_bet_tick: null,
  },
  side_bet_performance: { total_recommendations: 0, bets_won: 0, bets_lost: 0 },
  prediction_history: [],
  feed: 'simulated',
  ...over,
});

/** A page that is connected and has just heard of the game. */
export const live = (over: Partial<LiveMessage> = {}): LiveState =>
  withMessage({ ...firstState(NOW - 60_000), connection: { is: 'open' } }, message(over), NOW);

const OK: Component = { status: 'ok', since: '2025-11-24T13:00:00Z', why: null };

export const status = (components: Partial<Status['components']> = {}): Status => ({
  at: NOW,
  tookMs: 3,
  feed: 'simulated',
  statistics: { total_game_updates: 1000 },
  persistence: {
    enabled: true,
    records_saved: 1234,
    last_save: '2025-11-24T13:49:46Z',
    outbox: { pending: 0, batches_out: 1 },
    workers: [{ alive: true }, { alive: true }],
  },
  components: {
    ingest: OK,
    feed: OK,
    redis: OK,
    mongodb: OK,
    persistence_workers: OK,
    persistence_switch: OK,
    ...components,
  },
});

export const down = (since = '2025-11-24T13:46:31Z'): Component => ({
  status: 'down',
  since,
  why: 'no answer',
});
