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

/** Keeps records that can never be stored, each once. Durable when it resolves. Throws if one cannot even be kept so. */
export async function keepDeadLetters(database: Database, letters: readonly DeadLetter[]): Promise<void> {
  const { refused } = await bulkUpdate(
    database,
    letters.map(({ key, ...rest }) => ({
      collection: 'dead_letters',
      filter: { key },
      update: { $setOnInsert: { ...rest, record: recordText(rest.record), created_at: new Date() } },
    })),
    true,
  );
  const first = refused[0];
  if (first)
    throw new Error(
      `the dead letter ${letters[first.index]!.key.slice(0, 100)} cannot be kept: ${first.reason}`,
    );
}
