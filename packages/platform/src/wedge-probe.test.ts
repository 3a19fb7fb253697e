import { WedgeProbe } from './wedge-probe.ts';

it('tells only of work that waits without progress for too long, and no longer once it moves', () => {
  const probe = new WedgeProbe(60_000, 0);
  expect(probe.observe(false, 0, 300_000)).toBeNull(); // idle for minutes is no wedge
  expect(probe.observe(true, 0, 359_000)).toBeNull();
  expect(probe.observe(true, 1, 359_500)).toBeNull(); // progress
  expect(probe.observe(true, 1, 419_000)).toBeNull();
  expect(probe.observe(true, 1, 419_500)).toBe('nothing was stored for 60 s although work waits');
  expect(probe.observe(true, 2, 420_000)).toBeNull();
});
