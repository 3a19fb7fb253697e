import type { Database } from '../database.ts';
import { recordText } from '../dead-letters/record-text.ts';
import { bulkUpdate } from './bulk.ts';

export interface DeadLetter {
  /** Names the record for ever: `<outbox uuid>-<number>`, or the job's id. */
  key: string;
  kind: string;
  reason: string;
  record: unknown;
}

/** Keeps records that can never be stored, each once. Durable when it resolves. */
export async function keepDeadLetters(database: Database, letters: readonly DeadLetter[]): Promise<void> {
  await bulkUpdate(
    database,
    letters.map(({ key, ...rest }) => ({
      collection: 'dead_letters',
      filter: { key },
      update: { $setOnInsert: { ...rest, record: recordText(rest.record), created_at: new Date() } },
    })),
    true,
  );
}
