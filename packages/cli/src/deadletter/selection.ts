import {
  countByKind,
  eachDeadLetter,
  findDeadLetter,
  presentDeadLetters,
  type Database,
  type StoredLetter,
} from '@ted/storage';
import { UsageError } from '../errors.ts';
import { printable } from './printable.ts';

/** The dead letters that a command line means: those with these keys, or all (of one kind). */
export type Selection = { keys: string[] } | { kind: string | undefined };

/** Throws UsageError where it is not clear which ones are meant. */
export function selectionOf(keys: string[], { all, kind }: { all?: boolean; kind?: string }): Selection {
  if (keys.length > 0) {
    if (all || kind !== undefined) throw new UsageError('name keys, or say --all (and --kind), not both');
    return { keys: [...new Set(keys)] };
  }
  if (!all) throw new UsageError('name the keys of dead letters, or say --all');
  return { kind };
}

export interface Selected {
  /** How many will come. */
  total: number;
  /** Each with its key; without a letter where there is none of that key. */
  letters: AsyncIterable<{ key: string; letter: StoredLetter | undefined }>;
}

/** Finds them, a few in memory at a time. */
export async function select(database: Database, selection: Selection): Promise<Selected> {
  if ('keys' in selection) {
    return { total: selection.keys.length, letters: byKeys(database, selection.keys) };
  }
  const set = await presentDeadLetters(database, selection.kind);
  const kinds = await countByKind(database, set);
  const total = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  return { total, letters: withKeys(eachDeadLetter(database, set)) };
}

/** "No dead letters of kind job" */
export function noneText(kind: string | undefined): string {
  return kind === undefined ? 'No dead letters' : `No dead letters of kind ${printable(kind)}`;
}

async function* byKeys(database: Database, keys: readonly string[]): Selected['letters'] {
  for (const key of keys) yield { key, letter: await findDeadLetter(database, key) };
}

async function* withKeys(letters: AsyncIterable<StoredLetter>): Selected['letters'] {
  for await (const letter of letters) yield { key: letter.key, letter };
}
