import * as z from 'zod';
import { actionResult, deadLetterAction } from '@ted/messaging';
import { isoTime, limitQuery } from './common.ts';

export const switchBody = z.strictObject({ enabled: z.boolean() });
export const switchAnswer = z.object({
  enabled: z.boolean().describe('What the file says now; every service applies it within some seconds'),
});

export const deadLettersQuery = limitQuery(100, 20).extend({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
});
export const deadLetters = z.object({
  dead_letters: z.array(
    z.object({
      key: z.string(),
      kind: z.string(),
      reason: z.string(),
      record: z.string().describe('JSON text, cut where it is long'),
      created_at: isoTime,
    }),
  ),
  total: z.int(),
  page: z.int(),
  limit: z.int(),
});

const { keys, kind, all } = deadLetterAction.shape;
/** Which letters: exactly one of the three. */
export const selectionBody = z.strictObject({ keys, kind, all });
export const actionStarted = z.object({ job: z.string().describe('See /api/admin/actions/{job}') });

export const actionParams = z.object({ job: z.string().regex(/^[\w-]{1,64}$/) });
export const actionState = z.object({
  state: z.enum(['waiting', 'running', 'completed', 'failed']),
  result: actionResult.nullable(),
  error: z.string().nullable(),
});
