import { bandPath, linear, linePath, logarithmic, roundSteps } from './scale.ts';

describe('scales', () => {
  it('map ends to ends, also upside down', () => {
    const y = linear(0, 100, 200, 0);
    expect([y(0), y(50), y(100)]).toEqual([200, 100, 0]);
  });

  it('a logarithm has equal steps for equal factors', () => {
    const y = logarithmic(0.1, 100, 0, 300);
    expect([0.1, 1, 10, 100].map((value) => Math.round(y(value)))).toEqual([0, 100, 200, 300]);
  });

  it('round steps cover the greatest value', () => {
    expect(roundSteps(825, 4)).toEqual([0, 250, 500, 750, 1000]);
    expect(roundSteps(64, 2)).toEqual([0, 50, 100]);
    expect(roundSteps(4, 4)).toEqual([0, 1, 2, 3, 4]);
    for (const max of [0.3, 1, 7, 99, 1234]) expect(roundSteps(max, 4).at(-1)).toBeGreaterThanOrEqual(max);
  });

  it('a path breaks where nothing is known', () => {
    expect(linePath([[0, 1], [1, 2], null, [3, 4]])).toBe('M0.0,1.0L1.0,2.0M3.0,4.0');
  });

  it('a band goes there above and back below', () => {
    expect(
      bandPath(
        [
          [0, 1],
          [9, 1],
        ],
        [
          [0, 5],
          [9, 5],
        ],
      ),
    ).toBe('M0.0,1.0L9.0,1.0L9.0,5.0L0.0,5.0Z');
  });
});
