import { WedgeProbe } from './wedge-probe.ts';

it('tells only of work that waits without progress for too long, and when it moves again, each once', () => {
  const told: string[] = [];
  const probe = new WedgeProbe(60_000, (level, message) => told.push(`${level}: ${message}`), 0);
  const observed = (waits: boolean, done: number, now: number) => {
    probe.observe(waits, done, now);
    return probe.wedged;
  };
  expect(observed(false, 0, 300_000)).toBeNull(); // idle for minutes is no wedge
  expect(observed(true, 0, 359_000)).toBeNull();
  expect(observed(true, 1, 359_500)).toBeNull(); // progress
  expect(observed(true, 1, 419_000)).toBeNull();
  expect(told).toEqual([]);
  expect(observed(true, 1, 419_500)).toBe('nothing was stored for 60 s although work waits');
  expect(observed(true, 1, 420_500)).toBe('nothing was stored for 61 s although work waits');
  expect(observed(true, 2, 421_000)).toBeNull();
  expect(told).toEqual([
    'error: Health is failing: nothing was stored for 60 s although work waits',
    'info: Health is good again: records are stored',
  ]);
});
