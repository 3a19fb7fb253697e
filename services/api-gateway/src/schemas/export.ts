import { z } from 'zod';
import { EXPORTS, type ExportName } from '../export/collections.ts';
import { feedQuery, rangeQuery } from './common.ts';

export const exportParams = z.object({
  collection: z.enum(Object.keys(EXPORTS) as [ExportName, ...ExportName[]]),
});

export const exportQuery = z.object({
  ...feedQuery.shape,
  ...rangeQuery.shape,
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
});
