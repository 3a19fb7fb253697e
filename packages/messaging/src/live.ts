import { z } from 'zod';
import { partState } from './part-state.ts';

/**
 * What ingest tells the gateways over its WebSocket `/live`: one `state` when they connect, then one `update` for each
 * thing that happens. Neither Redis nor MongoDB is involved. Times in ms since 1970, ticks are ticks of the game.
 */

const liveGame = z.object({
  game_id: z.string(),
  phase: z.enum(['waiting', 'cooldown', 'presale', 'running', 'ended']),
  start_tick: z.int(),
  tick: z.int(),
  price: z.number(),
  peak_price: z.number(),
  peak_tick: z.int(),
  started_at: z.number(),
  rugged: z.boolean(),
});
export type LiveGame = z.infer<typeof liveGame>;

const liveForecast = z.object({
  /** Tick that it was made at; 0 between games, for the coming one. */
  tick: z.int(),
  model_version: z.string(),
  /** The mixture's median end tick. */
  predicted_end_tick: z.int(),
  q10: z.int(),
  q90: z.int(),
  lower: z.int(),
  upper: z.int(),
  windows: z.int(),
  confidence: z.number(),
  hazard: z.number(),
  p_rug_40: z.number(),
  epr_active: z.boolean(),
  experts: z.array(z.object({ name: z.string(), weight: z.number(), prior: z.number() })),
});
export type LiveForecast = z.infer<typeof liveForecast>;

const liveAdvice = z.object({
  action: z.enum(['PLACE_SIDE_BET', 'WAIT']),
  tick: z.int(),
  p_win_40: z.number(),
  expected_value: z.number(),
  /** Posterior probability that the bet is worth its price. */
  confidence: z.number(),
  threshold_used: z.number(),
  next_bet_tick: z.int().nullable(),
});
export type LiveAdvice = z.infer<typeof liveAdvice>;

/** A finished game beside its first forecast; forecast fields are null when none was made (joined too late). */
const finishedGame = z.object({
  game_id: z.string(),
  started_at: z.number(),
  ended_at: z.number(),
  start_tick: z.int(),
  end_tick: z.int(),
  peak_price: z.number(),
  end_price: z.number(),
  forecast: z
    .object({
      predicted_at_tick: z.int(),
      predicted_end_tick: z.int(),
      q10: z.int(),
      q90: z.int(),
      lower: z.int(),
      upper: z.int(),
      tolerance: z.int(),
      epr_active: z.boolean(),
    })
    .nullable(),
});
export type FinishedGame = z.infer<typeof finishedGame>;

const liveBet = z.object({
  game_id: z.string(),
  tick: z.int(),
  window_end_tick: z.int(),
  probability: z.number(),
  expected_value: z.number(),
  confidence: z.number(),
  /** Null until the game has ended; a bet of an abandoned game stays null. */
  won: z.boolean().nullable(),
  at: z.number(),
});
export type LiveBet = z.infer<typeof liveBet>;

const liveTotals = z.object({
  connected: z.boolean(),
  reconnects: z.int(),
  updates: z.int(),
  /** Feed events that could not be used, by reason. */
  rejected: z.record(z.string(), z.int()),
  games: z.int(),
  last_update_at: z.number().nullable(),
  bets: z.object({ total: z.int(), positive_ev: z.int(), won: z.int(), lost: z.int(), total_ev: z.number() }),
});
export type LiveTotals = z.infer<typeof liveTotals>;

const outboxStatus = z.object({
  persistence_enabled: z.boolean(),
  /** Records accepted on disk and not yet stored. */
  pending: z.int(),
  batches_out: z.int(),
  /** Age of the oldest record that waits, in ms. */
  oldest_ms: z.number().nullable(),
  redis: partState,
  /** Whether the outbox can be written; while it cannot, records wait in memory. */
  disk: partState,
  /** Of the file, and the bound (OUTBOX_MAX_MB). */
  bytes: z.number(),
  max_bytes: z.number(),
  /** The slowest acceptance (from the tick to synced on disk) since the figures before, in ms; null if there was none. */
  accept_ms: z.number().nullable(),
  /** Records that have left because a worker had stored them, since this process began. */
  stored: z.int(),
  /** Records that were given up because the outbox was full, by kind, ever since it was made. */
  dropped: z.object({ tick_sample: z.int(), prediction: z.int() }),
  skipped_while_off: z.int(),
  /** Why nothing moves although work waits, for longer than WEDGE_MINUTES; null while all is well. */
  wedged: z.string().nullable(),
  warnings: z.array(z.string()),
});
export type OutboxStatus = z.infer<typeof outboxStatus>;

const moment = {
  /** Grows by one with each message of this ingest process. */
  seq: z.int(),
  /** When the feed's update arrived. */
  at: z.number(),
  cooldown_ms: z.number().nullable(),
  game: liveGame.nullable(),
  forecast: liveForecast,
  advice: liveAdvice,
  totals: liveTotals,
};

export const liveState = z.object({
  type: z.literal('state'),
  feed: z.string(),
  ingest_id: z.string(),
  started_at: z.number(),
  ...moment,
  /** How many finished games are kept. */
  history_size: z.int(),
  history: z.array(finishedGame),
  bets: z.array(liveBet),
  outbox: outboxStatus,
});
export type LiveState = z.infer<typeof liveState>;

export const liveUpdate = z.object({
  type: z.literal('update'),
  ...moment,
  finished: finishedGame.optional(),
  bet: liveBet.optional(),
});
export type LiveUpdate = z.infer<typeof liveUpdate>;

/** Once a second, whether the game moves or not. */
export const liveHealth = z.object({
  type: z.literal('health'),
  history_size: z.int(),
  totals: liveTotals,
  outbox: outboxStatus,
});
export type LiveHealth = z.infer<typeof liveHealth>;

export const liveMessage = z.discriminatedUnion('type', [liveState, liveUpdate, liveHealth]);
export type LiveMessage = z.infer<typeof liveMessage>;

/** A tick with its features, as ingest's ring keeps it. */
export const ringTick = z
  .object({ game_id: z.string(), tick: z.int(), price: z.number(), peak: z.number() })
  .catchall(z.union([z.number(), z.boolean(), z.string()]));
export type RingTick = z.infer<typeof ringTick>;
