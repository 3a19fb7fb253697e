import type { QueryFilter, Types } from 'mongoose';
import type { DeadLetterDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';

/** Letters that are held in memory at a time; each is 100,000 characters at most. */
const CHUNK = 50;

export type StoredLetter = DeadLetterDocument & { _id: Types.ObjectId };

/** One page, newest first, and how many letters there are. `page` counts from 1. */
export async function listDeadLetters(
  database: Database,
  { page, perPage }: { page: number; perPage: number },
): Promise<{ total: number; letters: DeadLetterDocument[] }> {
  const { dead_letters } = database.models;
  const [total, letters] = await Promise.all([
    dead_letters.countDocuments({}),
    // By the index alone, so that the server sorts no records in memory; it keeps letters of one moment in one order.
    dead_letters
      .find({}, { _id: 0 })
      .sort({ created_at: -1 })
      .skip((page - 1) * perPage)
      .limit(perPage)
      .lean<DeadLetterDocument[]>(),
  ]);
  return { total, letters };
}

export async function findDeadLetter(database: Database, key: string): Promise<StoredLetter | undefined> {
  return (await database.models.dead_letters.findOne({ key }).lean<StoredLetter>()) ?? undefined;
}

/** The letters that are there at one moment, of all kinds or of one. Later ones do not belong to them. */
export interface LetterSet {
  kind?: string | undefined;
  /** Undefined: there is none. */
  last: Types.ObjectId | undefined;
}

export async function presentDeadLetters(database: Database, kind?: string): Promise<LetterSet> {
  const newest = await database.models.dead_letters
    .findOne({}, { _id: 1 })
    .sort({ _id: -1 })
    .lean<StoredLetter>();
  return { kind, last: newest?._id };
}

/** How many of them there are of each kind. */
export async function countByKind(database: Database, set: LetterSet): Promise<Record<string, number>> {
  if (!set.last) return {};
  const groups = await database.models.dead_letters.aggregate<{ _id: string; count: number }>([
    { $match: filterOf(set) },
    { $group: { _id: '$kind', count: { $sum: 1 } } },
    { $sort: { _id: 1 } },
  ]);
  return Object.fromEntries(groups.map(({ _id, count }) => [_id, count]));
}

/** Each of them once, oldest first, a few in memory at a time. Those that were handed out may be deleted meanwhile. */
export async function* eachDeadLetter(database: Database, set: LetterSet): AsyncGenerator<StoredLetter> {
  if (!set.last) return;
  let after: Types.ObjectId | undefined;
  for (;;) {
    const chunk = await database.models.dead_letters
      .find(filterOf(set, after))
      .sort({ _id: 1 })
      .limit(CHUNK)
      .lean<StoredLetter[]>();
    yield* chunk;
    if (chunk.length < CHUNK) return;
    after = chunk.at(-1)!._id;
  }
}

/** @param after leaves out the letters up to this one */
export function filterOf({ kind, last }: LetterSet, after?: Types.ObjectId): QueryFilter<DeadLetterDocument> {
  return {
    _id: { ...(after && { $gt: after }), $lte: last },
    ...(kind !== undefined && { kind }),
  };
}
