import * as z from 'zod';
import { betConfidence } from './confidence.ts';
import { isoTime } from './common.ts';

/** What TED says about the side bet at this tick. */
export const sideBetAdvice = z.object({
  action: z.enum(['PLACE_SIDE_BET', 'WAIT']),
  p_win_40: z.number(),
  expected_value: z.number(),
  confidence: betConfidence,
  tick: z.int(),
  epr_active: z.boolean(),
  threshold_used: z.number(),
  next_bet_tick: z.int().nullable(),
});

export const sideBetPerformance = z.object({
  total_recommendations: z.int(),
  positive_ev_bets: z.int(),
  bets_won: z.int(),
  bets_lost: z.int(),
  total_ev: z.number(),
});

/** `GET /api/side-bet`. */
export const sideBet = z.object({
  recommendation: sideBetAdvice.nullable(),
  performance: sideBetPerformance,
  history: z.array(
    z.object({
      game_id: z.string(),
      tick: z.int(),
      action: z.string(),
      probability: z.number(),
      p_win_40: z.number(),
      coverage_end_tick: z.int(),
      expected_value: z.number(),
      confidence: betConfidence,
      timestamp: isoTime,
      won: z.boolean().nullable(),
    }),
  ),
  timestamp: isoTime,
});
