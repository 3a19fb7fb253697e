import { longestSilence } from './observer.ts';

it('is the longest time between two updates, or none, while there is a connection', () => {
  expect(longestSilence([900, 1100, 1200, 3000], [], 1000, 3500)).toBe(1800);
  expect(longestSilence([900], [], 1000, 6000)).toBe(5000);
  expect(longestSilence([1100, 3000, 3400], [2000, 2200], 1000, 3500)).toBe(400);
});
