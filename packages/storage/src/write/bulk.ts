import { mongo, type mongo as Mongo } from 'mongoose';
import { DURABLE, type Database } from '../database.ts';
import { isInfrastructureError } from '../infrastructure-error.ts';
import type { UpdateOperation } from './operations.ts';

export const DUPLICATE_KEY = 11000;
/** Races between replicas end after one repeat; more of them would mean a broken index. */
export const MAX_REPEATS = 10;

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
