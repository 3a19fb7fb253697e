import { createHash } from 'node:crypto';
import * as z from 'zod';

/** A record on its way: its number in the outbox, and what it says (validated one by one by the worker). */
export interface NumberedRecord {
  seq: number;
  record: unknown;
}

/** The payload of one job. Records are `unknown` here: one bad record must not condemn the batch. */
export const batchPayload = z.object({
  v: z.literal(1),
  outbox_id: z.uuid(),
  first: z.int().min(0),
  last: z.int().min(0),
  count: z.int().min(1),
  /** SHA-256 of the records as JSON: an altered or emptied payload must fail, never complete. */
  digest: z.string().length(64),
  records: z.array(z.object({ seq: z.int().min(0), record: z.unknown() })).min(1),
  /** Set for a single record that repeatedly failed alone: it is to be kept as a dead letter, not tried again. */
  dead_letter: z.object({ reason: z.string().max(500) }).optional(),
});
export type BatchPayload = z.infer<typeof batchPayload>;

/** A batch's boundaries in the outbox, which name it for ever. */
export interface BatchId {
  outboxId: string;
  first: number;
  last: number;
}

/** `<outbox uuid>-<first>-<last>`: the same batch always gets the same job id. */
export function jobId({ outboxId, first, last }: BatchId): string {
  return `${outboxId}-${first}-${last}`;
}

/** Whether a job id was made by {@link jobId}: then an outbox still holds the records and will publish them again. */
export function isBatchJobId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d+-\d+$/.test(id);
}

export function digestOf(records: readonly NumberedRecord[]): string {
  return createHash('sha256').update(JSON.stringify(records)).digest('hex');
}

export function makeBatch(
  id: BatchId,
  records: NumberedRecord[],
  deadLetter?: { reason: string },
): BatchPayload {
  return {
    v: 1,
    outbox_id: id.outboxId,
    first: id.first,
    last: id.last,
    count: records.length,
    digest: digestOf(records),
    records,
    ...(deadLetter && { dead_letter: deadLetter }),
  };
}

/** Reads a job's data, which may be anything. Throws if it is not the whole, unaltered batch of that job id. */
export function readBatch(id: string, data: unknown): BatchPayload {
  const batch = batchPayload.parse(data);
  if (jobId({ outboxId: batch.outbox_id, first: batch.first, last: batch.last }) !== id)
    throw new Error('the batch belongs to another job');
  if (batch.count !== batch.records.length || batch.digest !== digestOf(batch.records))
    throw new Error('the batch was altered on its way: count or digest differs');
  return batch;
}
