import * as z from 'zod';
import { feedName } from './feed-name.ts';
import { gameScores } from './live.ts';

/**
 * What ingest sends to be stored: one discriminated union, validated at both ends. `created_at` is the time of the
 * event at ingest (ms since 1970), never of the insert. New fields must be optional, because batches of an older ingest
 * may still wait on disk; a change that is not compatible raises the version.
 */
export const RECORD_VERSION = 1;

const tick = z.int().min(0).max(100_000);
const price = z.number().min(0);
const id = z.string().min(1).max(64);
const text = z.string().max(200);

const common = {
  v: z.literal(RECORD_VERSION),
  feed: feedName,
  created_at: z.int().min(0),
};
const game = { ...common, game_id: id };

export const gameStarted = z.object({
  kind: z.literal('game_started'),
  ...game,
  /** First tick seen live. */
  start_tick: tick,
  peak_price: price,
  peak_tick: tick,
  server_seed_hash: text.nullable(),
  version: text.nullable(),
});

export const gameProgress = z.object({
  kind: z.literal('game_progress'),
  ...game,
  tick,
  peak_price: price,
  peak_tick: tick,
});

export const gameEnded = z.object({
  kind: z.literal('game_ended'),
  ...game,
  /** Whose forecasts `scores` are about; absent in what an older ingest has sent. */
  ingest_id: id.optional(),
  start_tick: tick,
  /** N. */
  end_tick: tick,
  peak_price: price,
  peak_tick: tick,
  final_price: price,
  missed_ticks: tick,
  had_predictions: z.boolean(),
  side_bets_placed: z.int().min(0),
  patterns_detected: z.array(text).max(20),
  /** Of the forecasts at all of its ticks, whether stored or not. */
  scores: gameScores.extend({ model_version: text }).optional(),
  /** Of the model that forecasts beside, at the same ticks. */
  challenger_scores: gameScores.extend({ model_version: text }).optional(),
  /** ln E with this game: the evidence so far that games do not end as published. */
  log_e: z.number().optional(),
});

export const gameAbandoned = z.object({ kind: z.literal('game_abandoned'), ...game, last_tick: tick });

export const gameRevealed = z.object({
  kind: z.literal('game_revealed'),
  ...game,
  end_tick: tick.nullable(),
  peak_price: price.nullable(),
  peak_tick: tick.nullable(),
  final_price: price.nullable(),
  server_seed: text.nullable(),
  server_seed_hash: text.nullable(),
  version: text.nullable(),
  /** Of every tick from 0 to the rug, where the feed shows them: for the check against the seed. */
  prices: z.array(price).max(100_001).optional(),
  /** By the feed's clock, when the game ended. */
  feed_timestamp: z.number().nullable(),
});

export const prediction = z.object({
  kind: z.literal('prediction'),
  ...game,
  ingest_id: id,
  model_version: text,
  predicted_at_tick: tick,
  predicted_end_tick: tick,
  confidence: z.number().min(0).max(1),
  uncertainty_bounds: z.object({ lower: tick, upper: tick }),
  quantiles: z.object({
    q10: tick,
    q20: tick.optional(),
    q30: tick.optional(),
    q40: tick.optional(),
    q50: tick,
    q60: tick.optional(),
    q70: tick.optional(),
    q80: tick.optional(),
    q90: tick,
  }),
  p_rug_40: z.number().min(0).max(1),
  hazard: z.number().min(0).max(1),
  features_used: z.record(z.string().max(50), z.union([z.number(), z.boolean()])),
  experts: z.record(z.string().max(50), z.number()),
  /** It is stored because the game ended at the next tick: a selected tick, left out of every score. */
  last_before_end: z.boolean(),
});

export const sideBet = z.object({
  kind: z.literal('side_bet'),
  ...game,
  ingest_id: id,
  model_version: text,
  placed_at_tick: tick,
  window_end_tick: tick,
  probability: z.number().min(0).max(1),
  expected_value: z.number(),
  confidence: z.number().min(0).max(1),
  recommendation: z.literal('PLACE_SIDE_BET'),
});

export const tickSample = z.object({
  kind: z.literal('tick_sample'),
  ...game,
  tick,
  price,
  features: z.record(z.string().max(50), z.union([z.number(), z.boolean()])),
});

export const systemSample = z.object({
  kind: z.literal('system_sample'),
  ...common,
  ingest_id: id,
  /** Start of the minute, ms since 1970. */
  minute: z.int().min(0),
  /** Mean time from a feed update's arrival to the forecast being out, in ms; null without updates. */
  avg_latency_ms: z.number().min(0).nullable(),
  updates: z.int().min(0),
  websocket_disconnects: z.int().min(0),
  errors_logged: z.int().min(0),
  /** Whether storing was on; absent in what an older ingest has sent. */
  persistence_enabled: z.boolean().optional(),
});

export const record = z.discriminatedUnion('kind', [
  gameStarted,
  gameProgress,
  gameEnded,
  gameAbandoned,
  gameRevealed,
  prediction,
  sideBet,
  tickSample,
  systemSample,
]);

export type TedRecord = z.infer<typeof record>;
export type RecordKind = TedRecord['kind'];
export type RecordOf<K extends RecordKind> = Extract<TedRecord, { kind: K }>;
