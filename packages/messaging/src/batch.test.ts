import { randomUUID } from 'node:crypto';
import { isBatchJobId, jobId, makeBatch, readBatch } from './batch.ts';

const outboxId = randomUUID();
const batch = makeBatch({ outboxId, first: 5, last: 6 }, [
  { seq: 5, record: { kind: 'game_abandoned', price: 0.1 } },
  { seq: 6, record: { kind: 'x', '2': 1, '1': 2 } },
]);
const id = jobId({ outboxId, first: 5, last: 6 });
/** What Redis and BullMQ do to a payload. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

it('arrives as it was sent', () => {
  expect(id).not.toContain(':');
  expect(isBatchJobId(id)).toBe(true);
  expect(readBatch(id, sent(batch))).toEqual(batch);
});

it.each([
  ['emptied', {}],
  ['missing', undefined],
  ['shortened', { ...batch, records: batch.records.slice(1) }],
  [
    'altered',
    { ...batch, records: [{ seq: 5, record: { kind: 'game_abandoned', price: 0.2 } }, batch.records[1]] },
  ],
  ['of a later version', { ...batch, v: 2 }],
])('is refused when it is %s', (_, data) => {
  expect(() => readBatch(id, sent(data ?? null))).toThrow();
});

it('is refused under another job’s id', () => {
  expect(() => readBatch(jobId({ outboxId, first: 7, last: 8 }), sent(batch))).toThrow('another job');
});

it.each(['not-a-batch', '17', `${outboxId}-1`, `${outboxId}-1-2-3`])('%s is no batch’s id', (other) => {
  expect(isBatchJobId(other)).toBe(false);
});
