import { IDLE, nextRoundMs } from './pace.ts';

it('asks again at once while much is stored, and soon while something is', () => {
  expect(nextRoundMs(500, { completed: 8, published: 8, out: 32 })).toBe(0);
  expect(nextRoundMs(500, { completed: 1, published: 0, out: 3 })).toBe(50);
  expect(nextRoundMs(500, { completed: 0, published: 1, out: 1 })).toBe(50);
});

it('asks ever more seldom while nothing comes of it, and not often where nothing is out', () => {
  const waits: number[] = [];
  for (let ms = 0; waits.length < 6; waits.push(ms)) ms = nextRoundMs(ms, { ...IDLE, out: 32 });
  expect(waits).toEqual([50, 100, 200, 400, 500, 500]);
  expect(nextRoundMs(50, { completed: 3, published: 0, out: 0 })).toBe(500);
});
