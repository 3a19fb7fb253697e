import type { Database } from '../database.ts';
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
  const cursor = database.models[collection].collection
    .find({ feed, ...(created_at && { created_at }) }, { projection: { _id: 0 }, batchSize: BATCH })
    .sort({ created_at: 1 });
  try {
    yield* cursor;
  } finally {
    await cursor.close();
  }
}
