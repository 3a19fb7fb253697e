import * as z from 'zod';
import { components } from './status.ts';
import { feedQuery } from './common.ts';

/** What the persistence endpoints answer while storing is off. */
const disabled = z.strictObject({
  enabled: z.literal(false),
  message: z.literal('Persistence is disabled'),
});

const repository = z.object({
  enabled: z.boolean(),
  last_save: z.string().describe('"" before the first'),
  records_saved: z.int(),
  records_pending: z.int(),
  errors: z.int(),
  last_error: z.string().nullable(),
  connected: z.boolean(),
});

/** `GET /api/persistence/status`. */
export const persistenceStatus = z.union([
  disabled,
  z.object({
    enabled: z.boolean(),
    repository,
    manager: z.object({
      enabled: z.boolean(),
      running: z.boolean(),
      persist_interval: z.int(),
      batch_size: z.int(),
      retention_days: z.object({
        tick_samples: z.int(),
        predictions: z.int(),
        side_bets: z.int(),
        games: z.int(),
        metrics: z.int(),
      }),
      repository_status: repository,
    }),
    outbox: z.looseObject({}).nullable(),
    workers: z.array(z.looseObject({ id: z.string(), alive: z.boolean() })),
    components,
  }),
]);

export const persistenceMetricsQuery = feedQuery.extend({
  hours: z.coerce.number().int().min(1).max(8760).default(24),
});

/** `GET /api/persistence/metrics`. */
export const persistenceMetrics = z.union([
  disabled,
  z.object({
    total_predictions: z.int(),
    scored_predictions: z.int(),
    games_analyzed: z.int(),
    accuracy_1_window: z.number(),
    accuracy_2_windows: z.number(),
    average_e40: z.number().describe('Mean of |E40|'),
    brier: z.number(),
    baseline_brier: z.number(),
    hours: z.int(),
  }),
]);

/** `GET /api/persistence/game/{game_id}`: the documents as they are stored. */
export const persistenceGame = z.object({
  game: z.looseObject({ game_id: z.string(), feed: z.string() }),
  predictions: z.array(z.unknown()),
  side_bets: z.array(z.unknown()),
});
