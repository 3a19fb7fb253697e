import { thinned } from './thinned.ts';

const column = (x: number) => Math.floor(x / 10);

describe('thinned', () => {
  it('keeps the first, lowest, highest and last of a column', () => {
    const xs = Array.from({ length: 20 }, (_, i) => i);
    const ys = xs.map((x) => (x === 3 ? 9 : x === 7 ? -9 : 1));
    expect(thinned(xs, ys, 0, column)).toEqual([0, 3, 7, 9, 10, 19]);
  });

  it('keeps what breaks the line, and begins where it is told', () => {
    expect(thinned([0, 1, 2, 3, 4], [1, 2, null, null, 5], 1, column)).toEqual([1, 2, 3, 4]);
  });

  it('draws the same columns of pixels as all points do', () => {
    const xs = Array.from({ length: 5000 }, (_, i) => i);
    const ys = xs.map((x) => Math.sin(x / 7) + Math.sin(x / 131));
    const kept = thinned(xs, ys, 0, column);
    const range = (indices: readonly number[], wanted: number) => {
      const inside = indices.filter((i) => column(xs[i]!) === wanted).map((i) => ys[i]!);
      return [Math.min(...inside), Math.max(...inside)];
    };
    expect(kept.length).toBeLessThan(4 * 500 + 1);
    for (const at of [0, 17, 250, 499]) expect(range(kept, at)).toEqual(range(xs, at));
  });
});
