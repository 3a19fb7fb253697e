import * as z from 'zod';
import { feedName } from './feed-name.ts';
import { partState } from './part-state.ts';

/**
 * What ingest tells the gateways over its WebSocket `/live?feed=`: one `state` of that feed (of its first one unless given) when
 * they connect, then one `update` for each thing that happens. `/live/feeds` tells which feeds there are. Neither Redis nor MongoDB is involved. Times in ms since 1970, ticks are ticks of the game.
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
  /** End ticks that are not passed with probability 0.1 … 0.9. */
  quantiles: z.object({
    q10: z.int(),
    q20: z.int(),
    q30: z.int(),
    q40: z.int(),
    q50: z.int(),
    q60: z.int(),
    q70: z.int(),
    q80: z.int(),
    q90: z.int(),
  }),
  /** P(still running at tick + 20 · i), i = 1 … 40. */
  survival: z.array(z.number()),
  lower: z.int(),
  upper: z.int(),
  windows: z.int(),
  confidence: z.number(),
  hazard: z.number(),
  p_rug_40: z.number(),
  /** What the published rule says, always beside it. */
  baseline_p_rug_40: z.number(),
  epr_active: z.boolean(),
  experts: z.array(
    z.object({
      name: z.string(),
      weight: z.number(),
      prior: z.number(),
      /** What it says; null while the condition that it speaks about is absent. */
      p_rug_40: z.number().nullable(),
      /** Nats of hazard log score ahead of the published rule, since the beginning. */
      evidence: z.number(),
    }),
  ),
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
  /** Least probability at which the payout pays for the stake: 1 / payout. */
  break_even: z.number(),
  /** Posterior 95% range of p_rug_40. */
  p_low: z.number(),
  p_high: z.number(),
  gates: z.array(
    z.object({
      name: z.enum(['above_break_even', 'sure', 'cooldown', 'running']),
      met: z.boolean(),
      value: z.number().nullable(),
      need: z.number().nullable(),
    }),
  ),
  /** The recommended bet whose window is not over. */
  open_bet: z.object({ tick: z.int(), window_end_tick: z.int() }).nullable(),
});
export type LiveAdvice = z.infer<typeof liveAdvice>;

/** Sums over the ticks of a game that had a forecast: p_rug_40's scores beside the published rule's, on the same ticks. */
export const gameScores = z.object({
  ticks: z.int().min(0),
  brier: z.number(),
  log_loss: z.number(),
  baseline_brier: z.number(),
  baseline_log_loss: z.number(),
  /** At how many of the ticks the 85% interval held the end. */
  covered: z.int().min(0),
});
export type GameScores = z.infer<typeof gameScores>;

const score = z.number().nullable();
/** How good the forecasts were, over the newest finished games; every score is null before the first. */
const liveScores = z.object({
  games: z.int(),
  ticks: z.int(),
  mixture: z.object({
    brier: score,
    log_loss: score,
    /** 1 − score / baseline's score. */
    brier_skill: score,
    log_loss_skill: score,
    /** Expected calibration error, ten bins of width 0.1. */
    ece: score,
    /** Of the end tick, by the game's first forecast, in ticks. */
    crps: score,
    coverage_85: score,
  }),
  baseline: z.object({ brier: score, log_loss: score }),
  experts: z.record(z.string(), z.object({ brier: score, log_loss: score })),
  reliability: z.array(
    z.object({ low: z.number(), high: z.number(), mean_p: score, observed: score, ticks: z.int() }),
  ),
  /** Page-Hinkley on the log loss above the baseline's. */
  drift: z.object({ statistic: z.number(), alarm: z.boolean(), since_game: z.int().nullable() }),
});
export type LiveScores = z.infer<typeof liveScores>;

/** Of the model that forecasts beside the one that speaks, at the same ticks; absent without one. */
const challengerScores = z.object({ model_version: z.string(), scores: liveScores });

/** The e-process: the evidence that games do not end as published. Natural logarithms; see docs/fairness.md. */
export const liveFairness = z.object({
  /** Finished games that count. */
  games: z.int(),
  /** Games that the forecast learnt from before, which do not count. */
  warm_up_games: z.int(),
  log_e: z.number(),
  max_log_e: z.number(),
  /** Games that had counted when E reached 20. */
  rejected_at_game: z.int().nullable(),
});
export type LiveFairness = z.infer<typeof liveFairness>;

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
  scored: gameScores.nullable(),
  /** ln E with this game. */
  log_e: z.number().nullable(),
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
  /** How long the oldest record that is not synced to disk yet has waited, in ms; null if there is none. An older ingest does not say it. */
  accepting_ms: z.number().nullable().default(null),
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

/** Where a feed's games come from: only `live` ones are real. */
export const feedKind = z.enum(['live', 'simulated', 'replay']);
export type FeedKind = z.infer<typeof feedKind>;

const moment = {
  /** Of the last update: the first is 1, and each one's is that of the one before plus one. */
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
  feed_kind: feedKind,
  ingest_id: z.string(),
  started_at: z.number(),
  ...moment,
  /** How many finished games are kept. */
  history_size: z.int(),
  history: z.array(finishedGame),
  bets: z.array(liveBet),
  scores: liveScores,
  challenger: challengerScores.optional(),
  fairness: liveFairness,
  outbox: outboxStatus,
});
export type LiveState = z.infer<typeof liveState>;

export const liveUpdate = z.object({
  type: z.literal('update'),
  ...moment,
  finished: finishedGame.optional(),
  /** When a game has finished. */
  scores: liveScores.optional(),
  challenger: challengerScores.optional(),
  fairness: liveFairness.optional(),
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

/** What `/live/feeds` tells when a gateway connects and once a second from then on: the feeds of this ingest, the first one first. */
export const liveFeeds = z.object({
  type: z.literal('feeds'),
  ingest_id: z.string(),
  started_at: z.number(),
  feeds: z.array(
    z.object({
      feed: feedName,
      feed_kind: feedKind,
      /** Whether ingest is connected to it. */
      connected: z.boolean(),
      last_update_at: z.number().nullable(),
    }),
  ),
});
export type LiveFeeds = z.infer<typeof liveFeeds>;

/** The answer to `GET /live/ticks?feed=`. */
export interface LiveTicks {
  /** STREAM_FEATURES_ENABLED. */
  enabled: boolean;
  /** Whether experts that look at tick features have a say. */
  influence_enabled: boolean;
  ticks: RingTick[];
  max_size: number;
  sample_every: number;
}

/** A tick with its features, as ingest's ring keeps it. */
export const ringTick = z
  .object({ game_id: z.string(), tick: z.int(), price: z.number(), peak: z.number() })
  .catchall(z.union([z.number(), z.boolean(), z.string()]));
export type RingTick = z.infer<typeof ringTick>;
