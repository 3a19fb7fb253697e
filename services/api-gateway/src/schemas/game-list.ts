import { z } from 'zod';
import { feedQuery, pageFields, pageQuery, rangeQuery } from './common.ts';
import { storedGame, verdict } from './stored-game.ts';

const tick = z.coerce.number().int().min(0).max(100_000).optional();

/** `GET /api/games`; the range is of the games' ends. */
export const gameListQuery = z.object({
  ...feedQuery.shape,
  ...rangeQuery.shape,
  ...pageQuery.shape,
  verdict: verdict.optional(),
  min_end: tick.describe('Least end tick'),
  max_end: tick.describe('Greatest end tick'),
  min_peak: z.coerce.number().min(0).optional().describe('Least peak price'),
  inside: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional()
    .describe('Whether the end lay inside the first forecast’s interval'),
});

export const gameList = z.object({ games: z.array(storedGame), ...pageFields });
