import { randomUUID } from 'node:crypto';
import { makeBatch, type BatchPayload, type RecordOf, type TedRecord } from '@ted/messaging';

/** Named fixtures: one record of each kind, as ingest makes them. Times are ms since 1970. */

export const AT = Date.UTC(2025, 11, 7, 12, 30);
export const INGEST = '00000000-0000-4000-8000-000000000001';
const game = (game_id: string, created_at = AT) =>
  ({ v: 1, feed: 'simulated', game_id, created_at }) as const;

export const started = (id: string, more: Partial<RecordOf<'game_started'>> = {}): TedRecord => ({
  kind: 'game_started',
  ...game(id),
  start_tick: 0,
  peak_price: 1,
  peak_tick: 0,
  server_seed_hash: 'hash',
  version: 'v3',
  ...more,
});

export const progress = (id: string, tick: number, peak: number): TedRecord => ({
  kind: 'game_progress',
  ...game(id, AT + tick * 250),
  tick,
  peak_price: peak,
  peak_tick: tick - 1,
});

export const ended = (
  id: string,
  endTick: number,
  more: Partial<RecordOf<'game_ended'>> = {},
): TedRecord => ({
  kind: 'game_ended',
  ...game(id, AT + endTick * 250),
  start_tick: 0,
  end_tick: endTick,
  peak_price: 2.5,
  peak_tick: endTick - 1,
  final_price: 0.01,
  missed_ticks: 0,
  had_predictions: true,
  side_bets_placed: 1,
  patterns_detected: [],
  ...more,
});

export const abandoned = (id: string, lastTick: number): TedRecord => ({
  kind: 'game_abandoned',
  ...game(id, AT + 60_000),
  last_tick: lastTick,
});

export const revealed = (id: string, endTick: number): TedRecord => ({
  kind: 'game_revealed',
  ...game(id, AT + 90_000),
  end_tick: endTick,
  peak_price: 2.5,
  peak_tick: endTick - 1,
  final_price: 0.01,
  server_seed: 'seed',
  server_seed_hash: 'hash',
  version: 'v3',
  feed_timestamp: AT,
});

export const prediction = (
  id: string,
  tick: number,
  more: Partial<RecordOf<'prediction'>> = {},
): TedRecord => ({
  kind: 'prediction',
  ...game(id, AT + tick * 250),
  ingest_id: INGEST,
  model_version: 'mixture-1',
  predicted_at_tick: tick,
  predicted_end_tick: tick + 139,
  confidence: 0.85,
  uncertainty_bounds: { lower: tick + 1, upper: tick + 400 },
  quantiles: { q10: tick + 22, q50: tick + 139, q90: tick + 460 },
  p_rug_40: 0.18,
  hazard: 0.005,
  features_used: { ema10: 1 },
  experts: { published: 1 },
  last_before_end: false,
  ...more,
});

export const sideBet = (id: string, tick: number, more: Partial<RecordOf<'side_bet'>> = {}): TedRecord => ({
  kind: 'side_bet',
  ...game(id, AT + tick * 250),
  ingest_id: INGEST,
  model_version: 'mixture-1',
  placed_at_tick: tick,
  window_end_tick: tick + 40,
  probability: 0.3,
  expected_value: 0.5,
  confidence: 0.98,
  recommendation: 'PLACE_SIDE_BET',
  ...more,
});

export const tickSample = (
  id: string,
  tick: number,
  more: Partial<RecordOf<'tick_sample'>> = {},
): TedRecord => ({
  kind: 'tick_sample',
  ...game(id, AT + tick * 250),
  tick,
  price: 1.5,
  features: { ema10: 1.4, epr_active: false },
  ...more,
});

export const systemSample = (minute: number): TedRecord => ({
  kind: 'system_sample',
  v: 1,
  feed: 'simulated',
  created_at: minute,
  ingest_id: INGEST,
  minute,
  avg_latency_ms: 0.4,
  updates: 240,
  websocket_disconnects: 1,
  errors_logged: 2,
});

/** A batch as it comes out of an outbox. Any value may stand for a record. */
export function batchOf(records: readonly unknown[], outboxId: string = randomUUID()): BatchPayload {
  return makeBatch(
    { outboxId, first: 0, last: records.length - 1 },
    records.map((record, seq) => ({ seq, record })),
  );
}
