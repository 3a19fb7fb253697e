import * as z from 'zod';

/** The running game, or between games the last one; everything is 0 or "" before the first. */
export const gameState = z.object({
  gameId: z.string(),
  startTime: z.string(),
  peak_price: z.number(),
  peakPrice: z.number(),
  startTick: z.int(),
  side_bet_evaluated: z.boolean(),
  currentTick: z.int(),
  currentPrice: z.number(),
  isActive: z.boolean(),
  isRugged: z.boolean(),
  phase: z.string(),
  cooldown_ms: z.number().nullable(),
});
