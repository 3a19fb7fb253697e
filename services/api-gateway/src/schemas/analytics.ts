import * as z from 'zod';
import { feedQuery, figure, isoTime, range } from './common.ts';

/** A month: what is shown is read from single games. */
export const gamesQuery = feedQuery.extend({
  hours: z.coerce.number().int().min(1).max(720).default(168),
});

const lengths = {
  games: z.int(),
  median_end_tick: figure,
  mean_end_tick: figure,
  ultra_short: figure.describe('Share of games of at most 10 ticks'),
  max_payout: figure.describe('Share of games whose final price was at least 0.019'),
  moonshots: figure.describe('Share of games that reached 50×'),
};

/** `GET /api/analytics/trends`. */
export const trends = z.object({
  from: isoTime,
  to: isoTime,
  feed: z.string(),
  step: z.enum(['hour', 'day']),
  buckets: z.array(z.object({ start: isoTime, ...lengths })),
  total: z.object(lengths),
  published: z
    .object({ median_end_tick: z.number(), mean_end_tick: z.number(), ultra_short: z.number() })
    .describe('What the published rule expects: each tick is the last with probability 0.005'),
});

const share = z.object({
  games: z.int(),
  share: figure,
  range,
});

/** `GET /api/analytics/patterns`. */
export const patternEvidence = z.object({
  from: isoTime,
  to: isoTime,
  feed: z.string(),
  games: z.int(),
  hypotheses: z.array(
    z.object({
      pattern: z.enum(['pattern1', 'pattern2', 'pattern3']),
      says: z.string(),
      claimed: z.number().describe('The share that the original claimed'),
      observed: share.describe('Where the pattern’s condition held'),
      otherwise: share.describe('In all other games'),
    }),
  ),
});
