import { backoffMs } from './backoff.ts';

describe('backoff', () => {
  it('waits 1, 2, 4, 8 and then always 15 s', () => {
    const middle = [1, 2, 3, 4, 5, 6, 100].map((tries) => backoffMs(tries, 0.5));
    expect(middle).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('spreads the tries by a fifth to both sides', () => {
    expect(backoffMs(3, 0)).toBe(3200);
    expect(backoffMs(3, 0.999999)).toBe(4800);
  });
});
