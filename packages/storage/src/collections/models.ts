import { Schema, type Connection, type Model } from 'mongoose';
import type {
  DeadLetterDocument,
  DirtyHourDocument,
  GameDocument,
  HourlyMetricsDocument,
  PredictionDocument,
  SideBetDocument,
  StatusCheckDocument,
  SystemSampleDocument,
  TickSampleDocument,
  TotalsDocument,
} from './documents.ts';

/** A collection: the natural key that makes repeated deliveries harmless, and the indexes beside it. */
interface CollectionSpec {
  key: Record<string, 1>;
  indexes: Record<string, 1 | -1>[];
}

const byAge = { created_at: 1 } as const;
/** One feed's documents in the one order in which pages show them. */
const byPage = { feed: 1, created_at: 1, _id: 1 } as const;

/** The only place that knows collections and indexes; migration, models and verification read it. */
export const COLLECTIONS = {
  games: {
    key: { feed: 1, game_id: 1 },
    indexes: [
      byAge,
      { ended_at: 1 },
      { feed: 1, ended_at: 1, game_id: 1 },
      // Games whose seed waits for its check, and those with one verdict, newest end first.
      { feed: 1, 'fairness.verdict': 1, server_seed: 1 },
      { feed: 1, 'fairness.verdict': 1, ended_at: 1 },
      { feed: 1, log_e: 1 },
    ],
  },
  predictions: {
    key: { feed: 1, game_id: 1, predicted_at_tick: 1, model_version: 1, ingest_id: 1 },
    indexes: [byAge, byPage],
  },
  side_bets: { key: { feed: 1, game_id: 1, placed_at_tick: 1, ingest_id: 1 }, indexes: [byAge, byPage] },
  metrics_hourly: { key: { feed: 1, hour_start: 1 }, indexes: [byAge] },
  tick_samples: { key: { feed: 1, game_id: 1, tick: 1 }, indexes: [byAge] },
  system_samples: { key: { feed: 1, ingest_id: 1, minute: 1 }, indexes: [byAge] },
  dead_letters: { key: { key: 1 }, indexes: [byAge] },
  dirty_hours: { key: { feed: 1, hour_start: 1 }, indexes: [] },
  status_checks: { key: { id: 1 }, indexes: [byAge] },
  persistence_state: { key: { key: 1 }, indexes: [] },
} as const satisfies Record<string, CollectionSpec>;
export type CollectionName = keyof typeof COLLECTIONS;
export const COLLECTION_NAMES = Object.keys(COLLECTIONS) as CollectionName[];

export interface Models {
  games: Model<GameDocument>;
  predictions: Model<PredictionDocument>;
  side_bets: Model<SideBetDocument>;
  metrics_hourly: Model<HourlyMetricsDocument>;
  tick_samples: Model<TickSampleDocument>;
  system_samples: Model<SystemSampleDocument>;
  dead_letters: Model<DeadLetterDocument>;
  dirty_hours: Model<DirtyHourDocument>;
  status_checks: Model<StatusCheckDocument>;
  persistence_state: Model<TotalsDocument>;
}

/**
 * Models on a connection. What is stored was validated at the queue's edge with zod, so the schemas hold the keys and
 * indexes only, and writes go to the collections directly.
 */
export function createModels(connection: Connection): Models {
  const entries = COLLECTION_NAMES.map((name) => {
    const { key, indexes } = COLLECTIONS[name];
    const schema = new Schema(
      {},
      { collection: name, strict: false, versionKey: false, autoIndex: false, autoCreate: false },
    );
    schema.index(key, { unique: true });
    for (const index of indexes) schema.index(index);
    return [name, connection.model(name, schema)];
  });
  return Object.fromEntries(entries) as Models;
}
