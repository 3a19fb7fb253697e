import { central95 } from './binomial.ts';

describe('the central 95% region of a binomial distribution', () => {
  it.each([
    [100, 78, 92],
    [40, 29, 38],
    [20, 14, 20],
  ])('of %i trials with 0.85', (trials, from, to) => {
    expect(central95(trials, 0.85)).toEqual({ from, to });
  });
});
