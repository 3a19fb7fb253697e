import { mongo, type mongo as Mongo } from 'mongoose';
import { DURABLE, type Database } from '../database.ts';
import { isInfrastructureError } from '../infrastructure-error.ts';
import type { UpdateOperation } from './operations.ts';

const DUPLICATE_KEY = 11000;
/** Races between replicas end after one repeat; more of them would mean a broken index. */
const MAX_REPEATS = 10;

/** An operation that the server refused for what it says, not for the state the server is in. */
export interface RefusedOperation {
  index: number;
  reason: string;
}

export interface BulkResult {
  /** Documents inserted or changed. */
  changed: number;
  refused: RefusedOperation[];
}

/**
 * One unordered bulkWrite of updates to one collection, durable when it resolves.
 *
 * Two replicas that upsert the same new key race: one gets E11000. That is no success (its own values are not applied
 * yet): the operation is repeated and then finds the document. Throws on anything that speaks of the server.
 */
export async function bulkUpdate(
  database: Database,
  operations: readonly UpdateOperation[],
  upsert: boolean,
): Promise<BulkResult> {
  const result: BulkResult = { changed: 0, refused: [] };
  if (operations.length === 0) return result;
  const collection = database.models[operations[0]!.collection].collection as unknown as Mongo.Collection;
  let open = operations.map((_, index) => index);
  for (let attempt = 0; open.length > 0; attempt++) {
    if (attempt > MAX_REPEATS)
      throw new Error(`duplicate keys in ${collection.collectionName} do not resolve`);
    const models = open.map((index) => ({
      updateOne: { filter: operations[index]!.filter, update: operations[index]!.update, upsert },
    }));
    try {
      const done = await collection.bulkWrite(models, {
        ordered: false,
        ...DURABLE,
      });
      result.changed += done.upsertedCount + done.modifiedCount;
      open = [];
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError) || isInfrastructureError(error)) throw error;
      result.changed += error.result.upsertedCount + error.result.modifiedCount;
      const failed = error.result.getWriteErrors();
      const repeat: number[] = [];
      for (const failure of failed) {
        const index = open[failure.index]!;
        if (failure.code === DUPLICATE_KEY) repeat.push(index);
        else result.refused.push({ index, reason: failure.errmsg ?? `error ${failure.code}` });
      }
      open = repeat;
    }
  }
  return result;
}

/**
 * One ordered bulkWrite of updates to one collection, durable when it resolves: each operation sees what those before it did, in
 * one round trip. Otherwise like {@link bulkUpdate}.
 */
export async function bulkUpdateInOrder(
  database: Database,
  operations: readonly (UpdateOperation & { upsert: boolean })[],
): Promise<BulkResult> {
  const result: BulkResult = { changed: 0, refused: [] };
  if (operations.length === 0) return result;
  const collection = database.models[operations[0]!.collection].collection as unknown as Mongo.Collection;
  // Each operation may be refused once, and a document may be stored by others at every repeat, though not for ever.
  let attempts = operations.length + MAX_REPEATS;
  for (let from = 0; from < operations.length;) {
    const models = operations
      .slice(from)
      .map(({ filter, update, upsert }) => ({ updateOne: { filter, update, upsert } }));
    try {
      const done = await collection.bulkWrite(models, { ordered: true, ...DURABLE });
      result.changed += done.upsertedCount + done.modifiedCount;
      break;
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError) || isInfrastructureError(error)) throw error;
      if (attempts-- === 0) throw error;
      result.changed += error.result.upsertedCount + error.result.modifiedCount;
      const [failure] = error.result.getWriteErrors() as [Mongo.WriteError];
      from += failure.index;
      if (failure.code !== DUPLICATE_KEY)
        result.refused.push({ index: from++, reason: failure.errmsg ?? `error ${failure.code}` });
    }
  }
  return result;
}
