import type { DeadLetterDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';
import { isInfrastructureError } from '../infrastructure-error.ts';
import { storeBatch } from '../write/store-batch.ts';
import { addToTotals } from '../write/totals.ts';
import { batchOfLetter } from './retriable.ts';

/** What became of a retry. Only a letter whose record is `stored` is gone. */
export type Retried =
  | {
      outcome: 'stored';
      /** Documents inserted or changed; 0 if the record had been stored before. */
      changed: number;
    }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'impossible'; reason: string };

/**
 * Stores a dead letter's record as the worker does, and removes the letter only when the record is durably stored. May be
 * repeated at any point.
 * @param mayWrite called before every write; it throws while writing is not allowed
 * @throws what `mayWrite` throws, and errors of the infrastructure; the letter is kept then
 */
export async function retryDeadLetter(
  database: Database,
  letter: Pick<DeadLetterDocument, 'key' | 'record'>,
  mayWrite: () => Promise<void>,
): Promise<Retried> {
  const read = batchOfLetter(letter);
  if ('problem' in read) return { outcome: 'impossible', reason: read.problem };
  // What the gate says is no word on the record.
  let closed: unknown;
  const gate = async () => {
    try {
      await mayWrite();
    } catch (error) {
      closed = error;
      throw error;
    }
  };
  let changed: number;
  try {
    const { saved, reasons } = await storeBatch(database, read.batch, gate);
    if (reasons.length > 0) return { outcome: 'refused', reason: reasons.join('; ') };
    changed = Object.values(saved).reduce((sum, count) => sum + count, 0);
  } catch (error) {
    if (error === closed || isInfrastructureError(error)) throw error;
    return { outcome: 'refused', reason: (error as Error).message };
  }
  await mayWrite();
  if (changed > 0) await addToTotals(database, { saved: changed, savedAt: new Date() });
  await mayWrite();
  await database.models.dead_letters.deleteOne({ key: letter.key });
  return { outcome: 'stored', changed };
}
