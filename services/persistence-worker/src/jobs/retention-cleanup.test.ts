import { lastDue } from './retention-cleanup.ts';

const at = (text: string) => Date.parse(`2025-12-07T${text}Z`);

it.each([
  ['today, once the hour has come', 3, '03:00:00.000', '2025-12-07T03:00:00.000Z'],
  ['today, until midnight', 3, '23:59:59.999', '2025-12-07T03:00:00.000Z'],
  ['yesterday, before the hour', 3, '02:59:59.999', '2025-12-06T03:00:00.000Z'],
  ['at midnight', 0, '00:00:00.000', '2025-12-07T00:00:00.000Z'],
  ['late in the evening', 23, '22:00:00.000', '2025-12-06T23:00:00.000Z'],
])('a cleanup was last due %s', (_, hour, now, due) => {
  expect(new Date(lastDue(hour, at(now))).toISOString()).toBe(due);
});
