import * as z from 'zod';
import { feedName } from '@ted/messaging';
import type { Cursor } from '@ted/storage';

/** A moment as the API writes it: ISO 8601, UTC. */
export const isoTime = z.iso.datetime().describe('ISO 8601, UTC');

/** A figure that is null where there is nothing to take it from. */
export const figure = z.number().nullable();

/** A 95% range; null where there is too little to tell. */
export const range = z.tuple([z.number(), z.number()]).nullable().describe('95% range: [low, high]');

/** `?feed=`: which feed's games; the one that is followed unless given. */
export const feedQuery = z.object({
  feed: feedName
    .optional()
    .describe('Whose games, by the name that /api/feeds lists; the default feed’s unless given'),
});

const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((text) => new Date(text))
  .optional();

/** `?from=&to=`: a half-open range of time. */
export const rangeQuery = z.object({
  from: moment.describe('From this moment on (ISO 8601)'),
  to: moment.describe('Up to, and without, this moment (ISO 8601)'),
});

/** `?limit=`: a whole number from 1 to `max`. */
export const limitQuery = (max: number, byDefault: number) =>
  z.object({ limit: z.coerce.number().int().min(1).max(max).default(byDefault) });

const cursorParts = z.tuple([
  z.enum(['older', 'newer']),
  z.int().min(0).max(8.64e15),
  z.string().min(1).max(64),
]);

/** `?cursor=`: `next_cursor` or `previous_cursor` of an earlier answer, as it was. */
const cursor = z
  .string()
  .max(200)
  .transform((text, context): Cursor => {
    try {
      const [direction, at, id] = cursorParts.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
      return { direction, at, id };
    } catch {
      context.addIssue({ code: 'custom', message: 'is not a cursor of an earlier answer' });
      return z.NEVER;
    }
  })
  .optional()
  .describe('next_cursor or previous_cursor of an earlier answer with the same parameters');

export function cursorText(position: Cursor | null): string | null {
  if (!position) return null;
  const { direction, at, id } = position;
  return Buffer.from(JSON.stringify([direction, at, id])).toString('base64url');
}

/** `?limit=&cursor=` of an endpoint that answers in pages. */
export const pageQuery = limitQuery(200, 50).extend({ cursor });

/** What every page says beside its items. */
export const pageFields = {
  next_cursor: z.string().nullable().describe('Where older ones go on; null at the end'),
  previous_cursor: z.string().nullable().describe('Where newer ones go on; null at the beginning'),
  total: z.int().describe('All that the parameters ask for; may be half a minute old'),
};
