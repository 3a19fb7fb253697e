import type { BatchPayload } from '@ted/messaging';
import type { CollectionName } from '../collections/models.ts';
import type { Database } from '../database.ts';
import { bulkUpdate, bulkUpdateInOrder, type BulkResult } from './bulk.ts';
import { keepDeadLetters } from './dead-letters.ts';
import { foldGames, gameOf } from './fold-games.ts';
import { claims } from './forecast-owner.ts';
import { markDirtyHours } from './hours.ts';
import { operationsOf, type UpdateOperation } from './operations.ts';
import { isForecast, isScorable, outcomeOf } from './outcomes.ts';
import { deadLetter, prepareBatch, type PreparedBatch, type Source } from './prepare-batch.ts';
import { resolveOutcomes } from './resolve-outcomes.ts';
import { keyOf, readGames, type StoredGames } from './stored-game.ts';

/** What became of batches. Counts are of documents that were inserted or changed, by collection. */
export interface StoredBatch {
  saved: Partial<Record<CollectionName, number>>;
  deadLetters: number;
  /** Why each of them cannot be stored. */
  reasons: string[];
  /** Finished hours whose metrics are to be computed again. */
  lateHours: number;
  /** Records with a game's seed. */
  seeds: number;
}

type SourcedOperation = UpdateOperation & { source: Source };

/** Stores one batch; see {@link storeBatches}. */
export function storeBatch(
  database: Database,
  batch: BatchPayload,
  mayWrite: () => Promise<void>,
): Promise<StoredBatch> {
  return storeBatches(database, [prepareBatch(batch)], mayWrite);
}

/**
 * Stores batches as if they were one: the games first, then what belongs to them, then outcomes, in the one order that is right
 * whatever other replicas do (all writes acknowledged → ends read from the primary → open forecasts scored). A forecast whose game has its
 * end already is written together with its outcome. May be repeated at any point.
 * Throws only when the infrastructure fails; a record that cannot be stored goes alone to the dead letters.
 * @param mayWrite called before every write; it throws (or waits) while writing is not allowed
 */
export async function storeBatches(
  database: Database,
  batches: readonly PreparedBatch[],
  mayWrite: () => Promise<void>,
): Promise<StoredBatch> {
  const sources = batches.flatMap((batch) => batch.sources);
  const dead = batches.flatMap((batch) => batch.dead);
  const records = sources.map(({ record }) => record);
  const games = records.filter((record) => 'game_id' in record);
  const saved: Partial<Record<CollectionName, number>> = {};
  const write = async <O extends SourcedOperation>(
    operations: readonly O[],
    bulk: (operations: readonly O[]) => Promise<BulkResult>,
  ): Promise<void> => {
    if (operations.length === 0) return;
    const { changed, refused } = await bulk(operations);
    const collection = operations[0]!.collection;
    saved[collection] = (saved[collection] ?? 0) + changed;
    for (const { index, reason } of refused) {
      const { key, record } = operations[index]!.source;
      dead.push(deadLetter(key, record, reason));
    }
  };

  const { raises, ends, beside } = operationsOfAll(sources);
  const { games: claimed, owners } = claims(records);
  const writeGames = async (): Promise<void> => {
    await mayWrite();
    const { changed, refused } = await bulkUpdateInOrder(database, [
      ...asUpserts(foldGames([...claimed, ...raises])),
      ...completing(owners),
      ...completing(ends),
    ]);
    // A claim changes a game too, and is nobody's record.
    const ofRecords = new Set([...raises, ...ends].map(gameOf));
    if (changed > 0 && ofRecords.size > 0) saved.games = Math.min(changed, ofRecords.size);
    if (refused.length === 0) return;
    // Which record is at fault, they tell one by one. What has been stored stays as it is.
    await mayWrite();
    await bulkUpdateInOrder(database, [...asUpserts(claimed), ...completing(owners)]);
    await mayWrite();
    await write([...asUpserts(raises), ...completing(ends)], (some) => bulkUpdateInOrder(database, some));
  };
  await writeGames();
  const before = await readGames(database, games);
  const insertions = beside.map((operation) => withOutcome(operation, before));
  await mayWrite();
  await Promise.all(
    [...byCollection(insertions).values()].map((some) => write(some, () => bulkUpdate(database, some, true))),
  );
  const scored = records
    .filter(isForecast)
    .filter((forecast) => isScorable(forecast, before.get(keyOf(forecast))));
  const closed = await resolveOutcomes(database, { games, before, scored }, mayWrite);
  await mayWrite();
  const lateHours = await markDirtyHours(database, [
    ...closed,
    ...records.map(({ feed, created_at }) => ({ feed, at: created_at })),
  ]);
  if (dead.length > 0) {
    await mayWrite();
    await keepDeadLetters(database, dead);
  }
  return {
    saved,
    deadLetters: dead.length,
    reasons: dead.map(({ reason }) => reason),
    lateHours,
    seeds: records.filter((record) => record.kind === 'game_revealed' && record.server_seed !== null).length,
  };
}

interface Operations {
  /** Upserts of games, in any order. */
  raises: SourcedOperation[];
  /** After them: the games' ends, and what their ends say. */
  ends: SourcedOperation[];
  /** Upserts of all that is said beside the games themselves. */
  beside: SourcedOperation[];
}

function operationsOfAll(sources: readonly Source[]): Operations {
  const operations: Operations = { raises: [], ends: [], beside: [] };
  for (const source of sources) {
    const { upserts, closing } = operationsOf(source.record);
    for (const operation of upserts)
      operations[operation.collection === 'games' ? 'raises' : 'beside'].push({ ...operation, source });
    for (const operation of closing) operations.ends.push({ ...operation, source });
  }
  return operations;
}

const asUpserts = <O extends UpdateOperation>(operations: readonly O[]) =>
  operations.map((operation) => ({ ...operation, upsert: true }));
const completing = <O extends UpdateOperation>(operations: readonly O[]) =>
  operations.map((operation) => ({ ...operation, upsert: false }));

/** The insertion of a forecast, with its outcome if that is known. */
function withOutcome(operation: SourcedOperation, games: StoredGames): SourcedOperation {
  const { record } = operation.source;
  if (!isForecast(record)) return operation;
  const outcome = outcomeOf(record, games.get(keyOf(record)));
  if (!outcome) return operation;
  return { ...operation, update: { $setOnInsert: { ...operation.update.$setOnInsert, ...outcome } } };
}

function byCollection(operations: readonly SourcedOperation[]): Map<CollectionName, SourcedOperation[]> {
  const groups = new Map<CollectionName, SourcedOperation[]>();
  for (const operation of operations) {
    const group = groups.get(operation.collection);
    if (group) group.push(operation);
    else groups.set(operation.collection, [operation]);
  }
  return groups;
}
