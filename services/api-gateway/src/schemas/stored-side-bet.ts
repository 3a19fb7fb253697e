import * as z from 'zod';
import { betConfidence } from './confidence.ts';
import { figure, isoTime } from './common.ts';

/** A stored side bet with what became of it. Stakes of 1. */
export const storedSideBet = z.object({
  game_id: z.string(),
  feed: z.string(),
  placed_at_tick: z.int(),
  window_end_tick: z.int(),
  probability: z.number(),
  expected_value: z.number(),
  confidence: betConfidence,
  recommendation: z.string(),
  model_version: z.string().nullable(),
  actual_outcome: z.enum(['PENDING', 'WON', 'LOST', 'VOID']),
  payout: figure.describe('Net: +4 or −1; null until settled'),
  created_at: isoTime,
});
