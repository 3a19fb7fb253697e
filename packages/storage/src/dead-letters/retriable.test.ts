import { batchOfLetter } from './retriable.ts';
import { recordText } from './record-text.ts';

const OUTBOX = '00000000-0000-4000-8000-00000000000a';
const problemOf = (key: string, record: string): string => {
  const read = batchOfLetter({ key, record });
  return 'problem' in read ? read.problem : 'none';
};

it('makes a batch of its own that names the record as before', () => {
  const record = { kind: 'prediction', $set: { a: 1 }, deep: [1, null, 'x'] };
  const read = batchOfLetter({ key: `${OUTBOX}-17`, record: recordText(record) });
  expect(read).toMatchObject({
    batch: { outbox_id: OUTBOX, first: 17, last: 17, count: 1, records: [{ seq: 17, record }] },
  });
  expect(read).not.toHaveProperty('batch.dead_letter');
});

it.each(['job-17', `job-${OUTBOX}-17`, `${OUTBOX}-1-2`, `${OUTBOX}-`, OUTBOX, ''])(
  'a letter named "%s" holds no record of TED',
  (key) => expect(problemOf(key, '{}')).toContain('foreign job'),
);

it('a record that was cut cannot be made whole, one at the limit is', () => {
  const ofLength = (length: number) => 'x'.repeat(length - 2); // two quotes around it
  expect(problemOf(`${OUTBOX}-1`, recordText(ofLength(100_000)))).toBe('none');
  expect(problemOf(`${OUTBOX}-1`, recordText(ofLength(100_001)))).toBe('it was cut when it was kept');
  expect(problemOf(`${OUTBOX}-1`, recordText(undefined))).toBe('what was kept is not JSON');
});
