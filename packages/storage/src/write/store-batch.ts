import { record as recordSchema, type BatchPayload, type TedRecord } from '@ted/messaging';
import type { CollectionName } from '../collections/models.ts';
import type { Database } from '../database.ts';
import { bulkUpdate } from './bulk.ts';
import { keepDeadLetters, type DeadLetter } from './dead-letters.ts';
import { claimForecasts } from './forecast-owner.ts';
import { markDirtyHours } from './hours.ts';
import { operationsOf, type UpdateOperation } from './operations.ts';
import { resolveOutcomes, type GameKey } from './outcomes.ts';

/** What became of a batch. Counts are of documents that were inserted or changed, by collection. */
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

type Source = { seq: number; record: TedRecord };

/**
 * Stores a batch: writes, then checks outcomes, in the one order that is right whatever other replicas do
 * (all writes acknowledged → ends read from the primary → open forecasts scored). May be repeated at any point.
 * Throws only when the infrastructure fails; a record that cannot be stored goes alone to the dead letters.
 * @param mayWrite called before every write; it throws (or waits) while writing is not allowed
 */
export async function storeBatch(
  database: Database,
  batch: BatchPayload,
  mayWrite: () => Promise<void>,
): Promise<StoredBatch> {
  const { sources, dead } = sortOut(batch);
  const saved: Partial<Record<CollectionName, number>> = {};

  await claimForecasts(
    database,
    sources.map(({ record }) => record),
    mayWrite,
  );
  const upserts = groupByCollection(sources, 'upserts');
  await mayWrite();
  const written = await Promise.all(
    [...upserts].map(([, operations]) => writeAll(database, operations, true)),
  );
  for (const closing of groupByCollection(sources, 'closing').values()) {
    await mayWrite();
    written.push(await writeAll(database, closing, false));
  }
  for (const { collection, changed, refused } of written) {
    saved[collection] = (saved[collection] ?? 0) + changed;
    dead.push(...refused.map(({ source, reason }) => deadLetter(batch, source.seq, source.record, reason)));
  }

  const games = sources.flatMap(({ record }): GameKey[] => ('game_id' in record ? [record] : []));
  const closed = await resolveOutcomes(database, games, mayWrite);
  await mayWrite();
  const lateHours = await markDirtyHours(database, [
    ...closed,
    ...sources.map(({ record }) => ({ feed: record.feed, at: record.created_at })),
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
    seeds: sources.filter(({ record }) => record.kind === 'game_revealed' && record.server_seed !== null)
      .length,
  };
}

/** Separates what can be stored from what cannot. */
function sortOut(batch: BatchPayload): { sources: Source[]; dead: DeadLetter[] } {
  const sources: Source[] = [];
  const dead: DeadLetter[] = [];
  for (const { seq, record } of batch.records) {
    const parsed = recordSchema.safeParse(record);
    if (batch.dead_letter) dead.push(deadLetter(batch, seq, record, batch.dead_letter.reason));
    else if (parsed.success) sources.push({ seq, record: parsed.data });
    else {
      const issue = parsed.error.issues[0];
      dead.push(
        deadLetter(batch, seq, record, `invalid record: ${issue?.path.join('.')}: ${issue?.message}`),
      );
    }
  }
  return { sources, dead };
}

function deadLetter(batch: BatchPayload, seq: number, record: unknown, reason: string): DeadLetter {
  const kind = (record as { kind?: unknown } | null)?.kind;
  return {
    key: `${batch.outbox_id}-${seq}`,
    kind: typeof kind === 'string' ? kind.slice(0, 50) : 'unknown',
    reason,
    record,
  };
}

type SourcedOperation = UpdateOperation & { source: Source };

function groupByCollection(
  sources: Source[],
  phase: 'upserts' | 'closing',
): Map<CollectionName, SourcedOperation[]> {
  const groups = new Map<CollectionName, SourcedOperation[]>();
  for (const source of sources) {
    for (const operation of operationsOf(source.record)[phase]) {
      const group = groups.get(operation.collection) ?? [];
      group.push({ ...operation, source });
      groups.set(operation.collection, group);
    }
  }
  return groups;
}

async function writeAll(database: Database, operations: SourcedOperation[], upsert: boolean) {
  const { changed, refused } = await bulkUpdate(database, operations, upsert);
  return {
    collection: operations[0]!.collection,
    changed,
    refused: refused.map(({ index, reason }) => ({ source: operations[index]!.source, reason })),
  };
}
