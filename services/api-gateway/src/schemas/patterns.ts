import * as z from 'zod';
import { isoTime } from './common.ts';
import { gameState } from './game-state.ts';
import { mlStatus, predictionOrNothing } from './prediction.ts';
import { historyRecord } from './prediction-history.ts';
import { sideBetAdvice, sideBetPerformance } from './side-bet.ts';

/** The original's three patterns as they stand now. */
export const patternsNow = z.object({
  pattern1: z.object({
    status: z.string(),
    confidence: z.number(),
    next_game_prob: z.number(),
    last_trigger: z.string(),
    recovery_window: z.string(),
  }),
  pattern2: z.object({
    status: z.string(),
    confidence: z.number(),
    ultra_short_prob: z.number(),
    recent_ultra_shorts: z.int(),
    next_alert: z.string(),
  }),
  pattern3: z.object({
    status: z.string(),
    confidence: z.number(),
    current_peak: z.number(),
    drought_multiplier: z.number(),
    active_threshold: z.number().nullable(),
    next_alert: z.string(),
  }),
});

/** `GET /api/patterns`. */
export const patterns = z.object({
  patterns: patternsNow,
  prediction: predictionOrNothing,
  side_bet_recommendation: sideBetAdvice.nullable(),
  ml_status: mlStatus,
  prediction_history: z.array(historyRecord),
  side_bet_performance: sideBetPerformance,
  current_game: gameState,
  timestamp: isoTime,
});
