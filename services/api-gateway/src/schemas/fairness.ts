import * as z from 'zod';
import { figure, isoTime } from './common.ts';
import { verdict } from './stored-game.ts';

const compared = z
  .array(z.enum(['committed_hash', 'server_seed_hash', 'end_tick', 'prices', 'peak_price']))
  .describe('What was compared; committed_hash is the hash as it was shown before the game');

const firstDifference = z
  .object({
    what: z.enum(['committed_hash', 'server_seed_hash', 'end_tick', 'price', 'peak_price']),
    tick: z.int().nullable().describe('Null for the hashes'),
    expected: z
      .union([z.number(), z.string()])
      .nullable()
      .describe('What the seed makes it; null: the game had ended'),
    seen: z.union([z.number(), z.string()]),
  })
  .nullable()
  .describe('The first tick at which the game is not what its seed makes it');

/** `GET /api/fairness`. */
export const fairnessOverview = z.object({
  feed: z.string(),
  games: z.object({
    verified: z.int(),
    mismatch: z.int(),
    unverifiable: z.int(),
    waiting: z.int().describe('Ended and not checked yet'),
  }),
  first_game_at: isoTime.nullable(),
  e_value: z
    .number()
    .describe(
      'Evidence that games do not end as published; 20 or more rejects that at 5%, whenever one looks',
    ),
  log_e: z.number().describe('Its natural logarithm'),
  max_e_value: z.number().describe('The highest it has been'),
  max_at: isoTime.nullable().describe('When; null while it has never been above 1'),
  rejected_at_game: z.int().nullable().describe('How many games had counted when it reached 20'),
  warm_up_games: z
    .int()
    .nullable()
    .describe('Games that the forecast learnt from before and that do not count; null while ingest is away'),
  games_counted: z.int(),
  series: z
    .array(z.object({ game_id: z.string(), at: isoTime, log_e: z.number() }))
    .describe('At most 250 points, the oldest first'),
  exceptions: z
    .array(
      z.object({
        game_id: z.string(),
        ended_at: isoTime.nullable(),
        verdict,
        reason: z.string().nullable(),
        first_difference: firstDifference,
      }),
    )
    .describe('The newest 50 games that are not verified, mismatches first'),
});

/** `GET /api/fairness/{game_id}`. */
export const gameFairness = z.object({
  game_id: z.string(),
  feed: z.string(),
  verdict,
  compared,
  prices_compared: z.int(),
  first_difference: firstDifference,
  reason: z.string().nullable().describe('Why it is unverifiable'),
  algorithm_version: z.string().nullable(),
  checked_at: isoTime.nullable(),
  version: z.string().nullable(),
  server_seed: z.string().nullable().describe('Null until the feed has revealed it'),
  server_seed_hash: z.string().nullable(),
  end_tick: z.int().nullable(),
  peak_price: figure,
  replay: z
    .object({
      end_tick: z.int(),
      peak_price: z.number(),
      prices: z.array(z.number()).describe('Without the rug’s'),
    })
    .nullable()
    .describe('The game that the seed makes; null without a seed or a known algorithm'),
});
