import { RecentLosses } from './recent-losses.ts';

it('counts a feed once it has been connected for some time, also after a restart of the process', () => {
  const losses = new RecentLosses();
  const steady = (connected: number, reconnects: number, now: number) =>
    losses.steady({ connected, reconnects }, now);
  expect(steady(0, 0, 0)).toBe(0);
  expect(steady(1, 0, 100)).toBe(0);
  expect(steady(2, 0, 2000)).toBe(0);
  expect(steady(2, 0, 5200)).toBe(1);
  expect(steady(2, 0, 7100)).toBe(2);
});

it('does not count a feed that was lost and has just come back', () => {
  const losses = new RecentLosses();
  const steady = (connected: number, reconnects: number, now: number) =>
    losses.steady({ connected, reconnects }, now);
  steady(2, 0, 0);
  expect(steady(2, 0, 6000)).toBe(2);
  expect(steady(1, 0, 7000)).toBe(1);
  expect(steady(2, 1, 8000)).toBe(1);
  expect(steady(2, 1, 12_900)).toBe(1);
  expect(steady(2, 1, 13_000)).toBe(2);
});
