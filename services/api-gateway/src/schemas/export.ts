import * as z from 'zod';
import { EXPORTS, type ExportName } from '../export/collections.ts';
import { rangeQuery } from './common.ts';
import { gameFilterQuery } from './game-list.ts';

export const exportParams = z.object({
  collection: z.enum(Object.keys(EXPORTS) as [ExportName, ...ExportName[]]),
});

/** The filters are those of `GET /api/games`; with one of them, or with `ended`, games come as that list has them. */
export const exportQuery = z.object({
  ...gameFilterQuery.shape,
  ...rangeQuery.shape,
  ended: z
    .literal('true')
    .optional()
    .describe('Of games: only those that have ended; the range and the order are those of their ends'),
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
});
