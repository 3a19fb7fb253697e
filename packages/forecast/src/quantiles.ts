/** No published game is longer than this many ticks. */
const HORIZON = 5000;

/**
 * The least j ≥ 1 with F(j) ≥ level, where F(j) = 1 − survival(j) grows with j; the horizon if there is none.
 * Galloping search, so the cost grows with the logarithm of the answer.
 */
export function leastTicks(survival: (ticks: number) => number, level: number): number {
  let high = 1;
  while (high < HORIZON && 1 - survival(high) < level) high = Math.min(HORIZON, high * 2);
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (1 - survival(middle) < level) low = middle;
    else high = middle;
  }
  return high;
}
