import { record as recordSchema, type BatchPayload, type TedRecord } from '@ted/messaging';
import type { DeadLetter } from './dead-letters.ts';

/** A record that can be stored, and the name that it has for ever: `<outbox uuid>-<number>`. */
export interface Source {
  key: string;
  record: TedRecord;
}

/** A batch that was looked through: what can be stored of it, and what cannot. */
export interface PreparedBatch {
  sources: Source[];
  dead: DeadLetter[];
}

/** Validates the records of a batch, one by one. Pure. */
export function prepareBatch(batch: BatchPayload): PreparedBatch {
  const sources: Source[] = [];
  const dead: DeadLetter[] = [];
  for (const { seq, record } of batch.records) {
    const key = `${batch.outbox_id}-${seq}`;
    const parsed = recordSchema.safeParse(record);
    if (batch.dead_letter) dead.push(deadLetter(key, record, batch.dead_letter.reason));
    else if (parsed.success) sources.push({ key, record: parsed.data });
    else {
      const issue = parsed.error.issues[0];
      dead.push(deadLetter(key, record, `invalid record: ${issue?.path.join('.')}: ${issue?.message}`));
    }
  }
  return { sources, dead };
}

/** What is kept of a record that cannot be stored. */
export function deadLetter(key: string, record: unknown, reason: string): DeadLetter {
  const kind = (record as { kind?: unknown } | null)?.kind;
  return { key, kind: typeof kind === 'string' ? kind.slice(0, 50) : 'unknown', reason, record };
}
