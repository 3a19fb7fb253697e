import { isInShare } from './share.ts';

const feeds = Array.from({ length: 2000 }, (_, n) => `feed-${n}`);
/** Which shares each feed is in. */
const owners = (of: number): number[][] =>
  feeds.map((feed) =>
    Array.from({ length: of }, (_, i) => i).filter((index) => isInShare(feed, { index, of })),
  );

it.each([1, 2, 3, 8])('every feed is in exactly one of %i shares, which are about equal', (of) => {
  const all = owners(of);
  expect(all.every((shares) => shares.length === 1)).toBe(true);
  const sizes = Array.from({ length: of }, (_, i) => all.filter(([share]) => share === i).length);
  // Four standard deviations of a binomial distribution.
  const spread = 4 * Math.sqrt(feeds.length * (1 / of) * (1 - 1 / of));
  for (const size of sizes) expect(Math.abs(size - feeds.length / of)).toBeLessThanOrEqual(spread);
});

it('one more share takes its part from the others; nothing else moves', () => {
  const [before, after] = [owners(7).flat(), owners(8).flat()];
  const moved = feeds.filter((_, n) => before[n] !== after[n]);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.length).toBeLessThan((1.3 * feeds.length) / 8);
  for (const feed of moved) expect(isInShare(feed, { index: 7, of: 8 })).toBe(true);
});
