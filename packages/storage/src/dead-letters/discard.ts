import type { Database } from '../database.ts';
import { filterOf, type LetterSet } from './read.ts';

/** Letters deleted in one go: small enough that other writes pass in between. */
const CHUNK = 500;

/**
 * Deletes the letters of the set, with their records.
 * @param mayWrite called before every write; it throws while writing is not allowed
 * @param onDeleted told how many went so far
 */
export async function discardDeadLetters(
  database: Database,
  set: LetterSet,
  mayWrite: () => Promise<void>,
  onDeleted: (soFar: number) => void,
): Promise<void> {
  const { dead_letters } = database.models;
  let soFar = 0;
  while (set.last) {
    const chunk = await dead_letters.find(filterOf(set), { _id: 1 }).limit(CHUNK).lean();
    if (chunk.length === 0) return;
    await mayWrite();
    const { deletedCount } = await dead_letters.deleteMany({ _id: { $in: chunk.map(({ _id }) => _id) } });
    onDeleted((soFar += deletedCount));
  }
}

/** Deletes one letter. Returns whether it was there. */
export async function discardDeadLetter(
  database: Database,
  key: string,
  mayWrite: () => Promise<void>,
): Promise<boolean> {
  await mayWrite();
  return (await database.models.dead_letters.deleteOne({ key })).deletedCount === 1;
}
