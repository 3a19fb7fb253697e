import * as z from 'zod/mini';

// The page's content security policy forbids to build functions from text.
z.config({ jitless: true });

/** What the page reads of the gateway's messages on `/api/ws`. Ticks are ticks of the game, times ms or ISO. */

const gameState = z.object({
  /** "" before the first game; between games that of the last one. */
  gameId: z.string(),
  startTick: z.number(),
  currentTick: z.number(),
  currentPrice: z.number(),
  peak_price: z.number(),
  isRugged: z.boolean(),
  phase: z.enum(['waiting', 'cooldown', 'presale', 'running', 'ended']),
  /** Until the next game; null while one is running. */
  cooldown_ms: z.nullable(z.number()),
});
export type GameState = z.infer<typeof gameState>;

const forecast = z.object({
  predicted_end_tick: z.number(),
  q10: z.number(),
  q90: z.number(),
  lower: z.number(),
  upper: z.number(),
  p_rug_40: z.number(),
  /** P(still running at tick + 20·i), i = 1…40. */
  survival: z.array(z.number()),
  experts: z.array(
    z.object({
      name: z.string(),
      weight: z.number(),
      prior: z.number(),
      /** Null while the condition that it speaks under is absent. */
      p_rug_40: z.nullable(z.number()),
      /** Nats of log score ahead of the published constant, since the beginning. */
      evidence: z.number(),
    }),
  ),
});
export type Forecast = z.infer<typeof forecast>;
export type Expert = Forecast['experts'][number];

const advice = z.object({
  action: z.enum(['PLACE_SIDE_BET', 'WAIT']),
  tick: z.number(),
  p_win_40: z.number(),
  /** 95% posterior range of p_win_40. */
  p_low: z.number(),
  p_high: z.number(),
  expected_value: z.number(),
  /** Posterior probability that the bet is worth its price. */
  confidence: z.number(),
  /** 1 / payout. */
  break_even: z.number(),
  next_bet_tick: z.nullable(z.number()),
  open_bet: z.nullable(z.object({ tick: z.number(), window_end_tick: z.number() })),
});
export type Advice = z.infer<typeof advice>;

const judgedGame = z.object({
  game_id: z.string(),
  /** Median of the game's first forecast. */
  predicted_tick: z.number(),
  actual_tick: z.number(),
  /** The end lay inside the 85% range of the first forecast. */
  in_band: z.boolean(),
  /** Limits of that range. */
  lower: z.number(),
  upper: z.number(),
  /** Sums over the ticks of the game that had a forecast; null for a game that was not scored. */
  scored: z.nullable(z.object({ ticks: z.number(), brier: z.number(), baseline_brier: z.number() })),
});
export type JudgedGame = z.infer<typeof judgedGame>;

const fairness = z.object({
  /** Finished games that count. */
  games: z.number(),
  /** Those that the forecast learnt from before. */
  warm_up_games: z.number(),
  /** Natural logarithm of the e-value against the published rule. */
  log_e: z.number(),
  max_log_e: z.number(),
});
export type LiveFairness = z.infer<typeof fairness>;

const feedKind = z.enum(['live', 'simulated', 'replay']);
export type FeedKind = z.infer<typeof feedKind>;

const common = {
  game_state: gameState,
  /** Null before the first word of ingest, and in the update that ends a game. */
  forecast: z.nullable(forecast),
  side_bet_advice: z.nullable(advice),
  side_bet_performance: z.object({
    total_recommendations: z.number(),
    bets_won: z.number(),
    bets_lost: z.number(),
  }),
  prediction_history: z.array(judgedGame),
  fairness: z.optional(z.nullable(fairness)),
  feed: z.nullable(z.string()),
  /** Null before the first word of ingest. */
  feed_kind: z.nullable(feedKind),
};

const initialState = z.object({ type: z.literal('initial_state'), ...common });

const update = z.object({ type: z.literal('update'), ...common });

const liveMessage = z.discriminatedUnion('type', [initialState, update]);
export type LiveMessage = z.infer<typeof liveMessage>;

/** 'other' is a message that the page has no use for; 'foreign' one that it should know and does not understand. */
export function parseMessage(text: string): LiveMessage | 'other' | 'foreign' {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return 'foreign';
  }
  const parsed = liveMessage.safeParse(body);
  if (parsed.success) return parsed.data;
  const { type } = (body ?? {}) as { type?: unknown };
  return type === 'initial_state' || type === 'update' ? 'foreign' : 'other';
}
