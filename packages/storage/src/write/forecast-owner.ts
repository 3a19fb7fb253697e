import type { TedRecord } from '@ted/messaging';
import { mongo, type mongo as Mongo } from 'mongoose';
import { DURABLE, type Database } from '../database.ts';
import { isInfrastructureError } from '../infrastructure-error.ts';
import { DUPLICATE_KEY, MAX_REPEATS } from './bulk.ts';

/** An ingest that has forecast a game. */
interface Claim {
  feed: string;
  game_id: string;
  ingest_id: string;
  created_at: number;
}

/**
 * Notes for every game that these records forecast whose forecasts count: the first one's that is stored, for ever
 * (`games.forecast_owner`). Two ingests that record the same game do not merge: their side bets would overlap. Must be
 * acknowledged before the forecasts are written; then who sees a forecast sees the game's owner too.
 */
export async function claimForecasts(
  database: Database,
  records: readonly TedRecord[],
  mayWrite: () => Promise<void>,
): Promise<void> {
  const claims = claimsOf(records);
  if (claims.length === 0) return;
  await mayWrite();
  await inOrder(
    database,
    // A game that nobody has stored yet, then its owner: in one round trip.
    claims.flatMap(({ feed, game_id, ingest_id, created_at }) => [
      {
        updateOne: {
          filter: { feed, game_id },
          update: { $setOnInsert: { status: 'running' }, $min: { created_at: new Date(created_at) } },
          upsert: true,
        },
      },
      {
        updateOne: {
          filter: { feed, game_id, forecast_owner: null },
          update: { $set: { forecast_owner: ingest_id } },
        },
      },
    ]),
  );
}

/**
 * Durable when it resolves. Another replica may have stored the game meanwhile (E11000): then that operation is repeated, and finds
 * it. One that the server refuses for what it says is left out: the record's own write is refused too, and says so. Throws on anything
 * that speaks of the server.
 */
async function inOrder(database: Database, models: readonly Mongo.AnyBulkWriteOperation[]): Promise<void> {
  const collection = database.models.games.collection as unknown as Mongo.Collection;
  // Each operation may fail once, and a game may be stored by others at every repeat, though not for ever.
  let attempts = models.length + MAX_REPEATS;
  for (let rest = models; rest.length > 0;) {
    try {
      await collection.bulkWrite(rest, { ordered: true, ...DURABLE });
      return;
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError) || isInfrastructureError(error)) throw error;
      if (attempts-- === 0) throw error;
      const [{ index, code }] = error.result.getWriteErrors() as [Mongo.WriteError];
      rest = rest.slice(code === DUPLICATE_KEY ? index : index + 1);
    }
  }
}

/** One for each game and ingest, with its earliest moment. */
function claimsOf(records: readonly TedRecord[]): Claim[] {
  const claims = new Map<string, Claim>();
  for (const record of records) {
    if (record.kind !== 'prediction' && record.kind !== 'side_bet' && record.kind !== 'game_ended') continue;
    const { feed, game_id, ingest_id, created_at } = record;
    if (ingest_id === undefined) continue;
    const key = `${feed} ${game_id} ${ingest_id}`;
    const known = claims.get(key);
    if (!known || created_at < known.created_at) claims.set(key, { feed, game_id, ingest_id, created_at });
  }
  return [...claims.values()];
}
