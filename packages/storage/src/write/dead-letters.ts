import type { Database } from '../database.ts';
import { bulkUpdate } from './bulk.ts';

export interface DeadLetter {
  /** Names the record for ever: `<outbox uuid>-<number>`, or the job's id. */
  key: string;
  kind: string;
  reason: string;
  record: unknown;
}

/** A payload is kept up to this size; more would let one bad sender fill the database. */
const MAX_RECORD_CHARACTERS = 100_000;

/** Keeps records that can never be stored, each once. Durable when it resolves. */
export async function keepDeadLetters(database: Database, letters: readonly DeadLetter[]): Promise<void> {
  await bulkUpdate(
    database,
    letters.map(({ key, ...rest }) => ({
      collection: 'dead_letters',
      filter: { key },
      update: { $setOnInsert: { ...rest, record: bounded(rest.record), created_at: new Date() } },
    })),
    true,
  );
}

/** Kept as JSON text: a record may hold keys that MongoDB would take for operators. */
function bounded(record: unknown): string {
  const json = JSON.stringify(record) ?? 'undefined';
  return json.length > MAX_RECORD_CHARACTERS ? `${json.slice(0, MAX_RECORD_CHARACTERS)}…` : json;
}
