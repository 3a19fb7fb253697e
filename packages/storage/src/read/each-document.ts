import type { Database } from '../database.ts';
import { gameConditions, type GameFilter } from './game-page.ts';
import { within } from './page.ts';

export type ExportedCollection = 'games' | 'predictions' | 'side_bets' | 'tick_samples' | 'metrics_hourly';

/** Documents that the server sends at a time. */
const BATCH = 1000;

/**
 * Every document of a feed that was created in the range, oldest first, a batch in memory at a time. Leaving the loop, also by
 * an error, closes the cursor on the server.
 */
export async function* eachDocument(
  database: Database,
  collection: ExportedCollection,
  { feed, from, to }: { feed: string; from?: Date | undefined; to?: Date | undefined },
): AsyncGenerator<object> {
  const created_at = within(from, to);
  yield* each(database, collection, { feed, ...(created_at && { created_at }) }, { created_at: 1 });
}

/** The same of the games that a filter holds, in the range and in the order of their ends, as their pages show them. */
export async function* eachGame(
  database: Database,
  filter: GameFilter,
  { from, to }: { from?: Date | undefined; to?: Date | undefined },
): AsyncGenerator<object> {
  const ended_at = within(from, to) ?? { $gt: new Date(0) };
  yield* each(database, 'games', { ...gameConditions(filter), ended_at }, { ended_at: 1, game_id: 1 });
}

async function* each(
  database: Database,
  collection: ExportedCollection,
  conditions: object,
  order: Record<string, 1>,
): AsyncGenerator<object> {
  const cursor = database.models[collection].collection
    .find(conditions, { projection: { _id: 0 }, batchSize: BATCH })
    .sort(order);
  try {
    yield* cursor;
  } finally {
    await cursor.close();
  }
}
