import { COLLECTION_NAMES, COLLECTIONS, type CollectionName } from '../collections/models.ts';
import type { Database } from '../database.ts';

type Key = Record<string, 1 | -1>;

const nameOf = (key: Key): string =>
  Object.entries(key)
    .map(([field, direction]) => `${field}_${direction}`)
    .join('_');

const uniqueName = (name: CollectionName): string => `${nameOf(COLLECTIONS[name].key)} (unique)`;
const otherNames = (name: CollectionName): string[] =>
  COLLECTIONS[name].indexes.map((index) => nameOf(index as Key));

/** The indexes that a collection has to have, by name. */
export function wantedIndexes(name: CollectionName): string[] {
  return [uniqueName(name), ...otherNames(name)];
}

/** Those of them that an existing collection lacks. */
export async function missingIndexes(database: Database, name: CollectionName): Promise<string[]> {
  const stored = (await database.connection.collection(name).indexes()) as { key: Key; unique?: boolean }[];
  const present = new Set(stored.map(({ key }) => nameOf(key)));
  for (const { key, unique } of stored) if (unique) present.add(`${nameOf(key)} (unique)`);
  return wantedIndexes(name).filter((index) => !present.has(index));
}

/** Rejects unless every collection has its indexes: storing without them would break what they promise. */
export async function demandIndexes(database: Database): Promise<void> {
  const existing = new Set((await database.connection.listCollections()).map(({ name }) => name));
  for (const name of COLLECTION_NAMES) {
    if (existing.has(name) && (await missingIndexes(database, name)).length === 0) continue;
    throw new Error('the database is not migrated: run ./ted migrate');
  }
}
