import * as z from 'zod';
import { feedKind, feedName } from '@ted/messaging';
import { isoTime } from './common.ts';

/** `GET /api/feeds`. */
export const feeds = z.object({
  default: feedName.describe('The feed that is meant where none is named'),
  feeds: z.array(
    z.object({
      feed: feedName,
      feed_kind: feedKind.describe('Only the games of a live feed are real'),
      state: z
        .enum(['live', 'silent', 'disconnected', 'unknown'])
        .describe(
          'silent: no update for a minute; disconnected: ingest does not reach it; unknown: no ingest that has it is there',
        ),
      last_update_at: isoTime.nullable(),
    }),
  ),
});
