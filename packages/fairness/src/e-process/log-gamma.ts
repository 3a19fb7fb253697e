/**
 * ln Γ(x) for x > 0, to about 1e-13 relative: Stirling's series (Abramowitz & Stegun, 6.1.40) above 10, and below it by
 * Γ(x) = Γ(x + 1) / x.
 */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 10) shift += Math.log(y++);
  const s = 1 / (y * y);
  const series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - shift;
}
