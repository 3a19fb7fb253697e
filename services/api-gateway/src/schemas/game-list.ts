import * as z from 'zod';
import type { GameFilter } from '@ted/storage';
import { feedQuery, pageFields, pageQuery, rangeQuery } from './common.ts';
import { storedGame, verdict } from './stored-game.ts';

const tick = z.coerce.number().int().min(0).max(100_000).optional();

/** What a list of games can be narrowed to. */
const filters = {
  verdict: verdict.optional(),
  min_end: tick.describe('Least end tick'),
  max_end: tick.describe('Greatest end tick'),
  min_peak: z.coerce.number().min(0).optional().describe('Least peak price'),
  inside: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional()
    .describe('Whether the end lay inside the first forecast’s interval'),
};
export const gameFilterQuery = z.object({ ...feedQuery.shape, ...filters });

/** `GET /api/games`; the range is of the games' ends. */
export const gameListQuery = z.object({
  ...gameFilterQuery.shape,
  ...rangeQuery.shape,
  ...pageQuery.shape,
});

/** A query as the database is asked. @param followed the feed of a query that names none */
export const gameFilter = (query: z.output<typeof gameFilterQuery>, followed: string): GameFilter => ({
  feed: query.feed ?? followed,
  verdict: query.verdict,
  minEnd: query.min_end,
  maxEnd: query.max_end,
  minPeak: query.min_peak,
  inside: query.inside,
});

export const gameList = z.object({ games: z.array(storedGame), ...pageFields });
