import * as z from 'zod';

/** `GET /api/tick-history`; each tick carries its features. */
export const tickHistory = z.object({
  enabled: z.boolean(),
  ticks: z.array(z.looseObject({ game_id: z.string(), tick: z.int(), price: z.number(), peak: z.number() })),
  count: z.int(),
  max_size: z.int(),
  sample_every: z.int(),
  influence_enabled: z.boolean(),
});
