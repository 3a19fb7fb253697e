import type { UpdateOperation } from './operations.ts';
import { keyOf, type GameKey } from './stored-game.ts';

/** What two values for one field come to, one after the other. */
const FOLDS: Readonly<Record<string, (known: never, next: never) => unknown>> = {
  $min: (known, next) => (next < known ? next : known),
  $max: (known, next) => (next > known ? next : known),
  $set: (_, next) => next,
};

/** Which game an operation on one is about. */
export const gameOf = ({ filter }: UpdateOperation): string => keyOf(filter as unknown as GameKey);

/**
 * Upserts of games, those of the same game as one that leaves the document as they would one after the other. A batch says the
 * same game's progress many times, and MongoDB writes the document once. Pure.
 * @param upserts with `$setOnInsert`, `$min`, `$max` and `$set` only
 */
export function foldGames(upserts: readonly UpdateOperation[]): UpdateOperation[] {
  const games = new Map<string, UpdateOperation>();
  for (const operation of upserts) {
    const key = gameOf(operation);
    const known = games.get(key);
    games.set(key, known ? { ...known, update: foldUpdate(known.update, operation.update) } : operation);
  }
  return [...games.values()];
}

function foldUpdate(known: UpdateOperation['update'], next: UpdateOperation['update']) {
  const folded = { ...known };
  for (const [operator, fields] of Object.entries(next)) {
    if (!(operator in known)) folded[operator] = fields;
    // The first one inserts; the others find a document.
    else if (operator !== '$setOnInsert')
      folded[operator] = foldFields(FOLDS[operator]!, known[operator]!, fields);
  }
  return folded;
}

function foldFields(
  fold: (known: never, next: never) => unknown,
  known: Record<string, unknown>,
  next: Record<string, unknown>,
): Record<string, unknown> {
  const folded = { ...known };
  for (const [field, value] of Object.entries(next))
    folded[field] = field in known ? fold(known[field] as never, value as never) : value;
  return folded;
}
