import { Acceptances } from './acceptances.ts';

it('knows how long the oldest of what is not on disk has waited', () => {
  const acceptances = new Acceptances();
  expect(acceptances.oldestMs(0)).toBeNull();
  for (const at of [1, 2, 3]) acceptances.sent(at);
  expect(acceptances.oldestMs(10)).toBe(9);
  acceptances.accepted(2);
  expect(acceptances.oldestMs(10)).toBe(7);
  acceptances.accepted(3);
  expect(acceptances.oldestMs(10)).toBeNull();
});

it('follows the ten thousand oldest while the disk takes nothing: what waits then is written in one go', () => {
  const acceptances = new Acceptances();
  for (let at = 1; at <= 100_000; at++) acceptances.sent(at);
  expect(acceptances.oldestMs(100_001)).toBe(100_000);
  acceptances.accepted(9_999);
  expect(acceptances.oldestMs(100_001)).toBe(90_001);
  acceptances.accepted(10_000);
  expect(acceptances.oldestMs(100_001)).toBeNull();
});
