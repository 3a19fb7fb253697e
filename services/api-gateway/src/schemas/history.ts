import * as z from 'zod';
import { isoTime } from './common.ts';

/** `GET /api/history`. */
export const history = z.object({
  games: z.array(
    z.object({
      game_id: z.string(),
      final_tick: z.int(),
      end_price: z.number(),
      peak_price: z.number(),
      is_ultra_short: z.boolean(),
      is_max_payout: z.boolean(),
      is_moonshot: z.boolean(),
      start_time: isoTime,
      end_time: isoTime,
    }),
  ),
  total_games: z.int(),
  ultra_short_count: z.int(),
  max_payout_count: z.int(),
  moonshot_count: z.int(),
  limit: z.int(),
});
