import { logGamma } from './log-gamma.ts';

it('is the logarithm of the factorial', () => {
  let logFactorial = 0;
  for (let n = 1; n <= 170; n++) {
    expect(logGamma(n)).toBeCloseTo(logFactorial, 9);
    logFactorial += Math.log(n);
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
});
