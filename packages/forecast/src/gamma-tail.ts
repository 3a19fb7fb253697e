const { abs, cbrt, exp, sqrt, SQRT2 } = Math;

/** Beyond so many deviations the tail is below 1e-9. */
const FAR = 6;

/**
 * A gamma distribution as its tail is looked up: P(X > x) = P(Z > scale · ∛x − offset), by the Wilson–Hilferty cube-root
 * transformation to a normal (Wilson & Hilferty, PNAS 17, 1931). Good to about 0.01 for shape ≥ 1 and far better for the shapes
 * that matter here (games seen).
 */
export interface GammaTail {
  scale: number;
  offset: number;
}

/** @param mean shape/rate @param variance shape/rate², above 0 */
export function gammaTail(mean: number, variance: number): GammaTail {
  const shape = (mean * mean) / variance;
  const spread = sqrt(9 * shape);
  return { scale: spread / cbrt(mean), offset: (1 - 1 / (9 * shape)) * spread };
}

/** P(Z > z) of the standard normal, by Abramowitz & Stegun 7.1.26 (absolute error < 1.5e-7). */
export function normalTail(z: number): number {
  if (z > FAR) return 0;
  if (z < -FAR) return 1;
  const x = abs(z) / SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (poly * exp(-x * x)) / 2;
  return z >= 0 ? tail : 1 - tail;
}
