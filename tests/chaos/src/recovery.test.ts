import { longestPause, percentile, recoveryOf } from './recovery.ts';

it('runs from the end of the fault to the next record stored', () => {
  expect(recoveryOf(1000, [500, 1000, 1300, 2000], [])).toBe(300);
  expect(recoveryOf(3000, [500, 1000], [])).toBeUndefined();
});

it('leaves out the time in which another fault shut the way', () => {
  const shut = [
    { from: 500, to: 1500 },
    { from: 1400, to: 1800 },
    { from: 5000, to: 6000 },
  ];
  expect(recoveryOf(1000, [2000], shut)).toBe(200);
});

it('is the longest pause while somebody takes over, whatever was on its way is stored first', () => {
  const stored = [500, 1010, 1050, 4000, 4100, 9000];
  expect(longestPause(1000, 4050, stored, [])).toBe(2950);
  expect(longestPause(1000, 4500, stored, [])).toBe(4900);
  expect(longestPause(1000, 4050, stored, [{ from: 2000, to: 4000 }])).toBe(950);
  expect(longestPause(9000, 9500, stored, [])).toBeUndefined();
});

it('a percentile is a value of the list', () => {
  const values = Array.from({ length: 20 }, (_, i) => i + 1);
  expect(percentile(values, 0.95)).toBe(19);
  expect(percentile(values, 1)).toBe(20);
  expect(percentile([], 0.5)).toBeUndefined();
});
