import { Pace } from '../pace.ts';
import { sortPaced } from './sort-paced.ts';

const random = Array.from({ length: 40_000 }, (_, place) => ({ key: (place * 7919) % 997, place }));
const pace = () => new Pace(new AbortController().signal);

it('sorts as Array does, equal ones in the order in which they came', async () => {
  const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
  for (const length of [0, 1, 511, 512, 513, 1025, 5000]) {
    const items = random.slice(0, length);
    expect(await sortPaced(items, compare, pace())).toEqual([...items].sort(compare));
  }
});

it('gives others their turn', async () => {
  const began = performance.now();
  let [turns, last, longest] = [0, began, 0];
  const ticking = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    [turns, last] = [turns + 1, now];
  }, 0);
  // As dear as comparing documents.
  await sortPaced(random, (a, b) => Math.sign(Math.atan2(a.key - b.key, 1e-3)), pace());
  clearInterval(ticking);
  expect(turns).toBeGreaterThan(3);
  expect(longest).toBeLessThan((performance.now() - began) / 2);
});
