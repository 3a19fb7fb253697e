import fc from 'fast-check';
import { Posterior } from './posterior.ts';

it('one gamma: its tail and its central 95%', () => {
  const posterior = new Posterior();
  // 100 ends in 20,000 ticks: λ·40 has mean 0.2 and a relative deviation of a tenth.
  posterior.add(1, { mean: 0.2, variance: 0.02 ** 2 });
  expect(posterior.above(1 - Math.exp(-0.2))).toBeCloseTo(0.487, 2);
  const { low, high } = posterior.range();
  expect(-Math.log(1 - low)).toBeCloseTo(0.1627, 3);
  expect(-Math.log(1 - high)).toBeCloseTo(0.2411, 3);
  expect(posterior.above(low)).toBeCloseTo(0.975, 2);
  expect(posterior.above(high)).toBeCloseTo(0.025, 2);
});

it('a point that nothing teaches, and a mixture of two', () => {
  const point = new Posterior();
  point.add(1, { mean: 0.2, variance: 0 });
  expect([point.above(0.18), point.above(0.19)]).toEqual([1, 0]);
  expect(point.range().high - point.range().low).toBeLessThan(1e-6);
  const two = new Posterior();
  two.add(0.9, { mean: 0.2, variance: 0 });
  two.add(0.1, { mean: 0.4, variance: 0 });
  expect(two.above(0.25)).toBeCloseTo(0.1, 12);
  expect(two.range().low).toBeCloseTo(1 - Math.exp(-0.2), 3);
  expect(two.range().high).toBeCloseTo(1 - Math.exp(-0.4), 3);
});

it('is a probability, whatever rounding makes of the weights', () => {
  const posterior = new Posterior();
  for (let i = 0; i < 10; i++) posterior.add(0.1 + 1e-9, { mean: 0.9, variance: 1e-4 });
  expect(posterior.above(0.2)).toBe(1);
});

it('has the same range wherever that is looked for first', () => {
  const part = fc.record({
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    mean: fc.double({ min: 0.001, max: 3, noNaN: true }),
    spread: fc.constantFrom(0, 0.01, 0.1, 0.5, 2),
  });
  const step = fc.integer({ min: 0, max: 4095 });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), step, step, (parts, low, high) => {
      const all = parts.reduce((sum, { share }) => sum + share, 0);
      const posterior = new Posterior();
      for (const { share, mean, spread } of parts)
        posterior.add(share / all, { mean, variance: (spread * mean) ** 2 });
      const near = { low, high };
      const range = posterior.range();
      expect(posterior.range(near)).toEqual(range);
      expect(posterior.range(near)).toEqual(range);
    }),
  );
});
