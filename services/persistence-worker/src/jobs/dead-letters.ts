import type { ActionResult, DeadLetterAction } from '@ted/messaging';
import type { Logger } from '@ted/platform';
import {
  discardDeadLetter,
  eachDeadLetter,
  findDeadLetter,
  presentDeadLetters,
  retryDeadLetter,
  type Database,
} from '@ted/storage';
import type { WriteGate } from '../write-gate.ts';

/** Stores the records of dead letters again, or deletes them: what an administrator asked for over the API. */
export async function handleDeadLetters(
  database: Database,
  gate: WriteGate,
  logger: Logger,
  { action, keys, kind }: DeadLetterAction,
): Promise<ActionResult> {
  await gate.mayWrite();
  const result: ActionResult = { stored: 0, discarded: 0, refused: 0, missing: 0 };
  const letters = keys ? byKeys(database, keys) : byKind(database, kind);
  for await (const letter of letters) {
    if (!letter) result.missing++;
    else if (action === 'discard') {
      if (await discardDeadLetter(database, letter.key, gate.mayWrite)) result.discarded++;
      else result.missing++;
    } else {
      const { outcome } = await retryDeadLetter(database, letter, gate.mayWrite);
      if (outcome === 'stored') result.stored++;
      else result.refused++;
    }
  }
  logger.info(`Dead letters: ${action}: ${JSON.stringify(result)}`);
  return result;
}

async function* byKeys(database: Database, keys: readonly string[]) {
  for (const key of keys) yield findDeadLetter(database, key);
}

async function* byKind(database: Database, kind: string | undefined) {
  yield* eachDeadLetter(database, await presentDeadLetters(database, kind));
}
