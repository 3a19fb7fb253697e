import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { fetchJson } from './fetch-json.ts';

/** First place at which a game differs from its seed. */
const firstDifference = z.nullable(
  z.object({
    what: z.string(),
    tick: z.optional(z.nullable(z.number())),
    expected: z.unknown(),
    seen: z.unknown(),
  }),
);

const exception = z.object({
  game_id: z.string(),
  ended_at: z.nullable(z.string()),
  verdict: z.enum(['mismatch', 'unverifiable', 'waiting']),
  reason: z.nullable(z.string()),
  first_difference: firstDifference,
});
export type FairnessException = z.infer<typeof exception>;

/** What the page reads of `GET /api/fairness`. */
const answer = z.object({
  games: z.object({
    verified: z.number(),
    mismatch: z.number(),
    unverifiable: z.number(),
    waiting: z.number(),
  }),
  first_game_at: z.nullable(z.string()),
  log_e: z.number(),
  max_e_value: z.number(),
  max_at: z.nullable(z.string()),
  /** Games that the forecast learnt from before; null while ingest is away. */
  warm_up_games: z.nullable(z.number()),
  games_counted: z.number(),
  series: z.array(z.object({ game_id: z.string(), at: z.string(), log_e: z.number() })),
  /** Games that are not verified; mismatches first. */
  exceptions: z.array(exception),
});
export type FairnessReport = z.infer<typeof answer>;

const EVERY_MS = 15_000;

/** How many games were verified, and the evidence against the published rule. */
export const useFairness = () =>
  useQuery({
    queryKey: ['fairness'],
    queryFn: () => fetchJson('/api/fairness', answer),
    refetchInterval: EVERY_MS,
  });
