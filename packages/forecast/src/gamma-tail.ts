const { abs, cbrt, exp, sqrt } = Math;

/**
 * P(X > x) for X ~ Gamma(shape, rate), by the Wilson–Hilferty cube-root transformation to a normal (Wilson & Hilferty,
 * PNAS 17, 1931). Good to about 0.01 for shape ≥ 1 and far better for the shapes that matter here (games seen).
 */
export function gammaTail(x: number, shape: number, rate: number): number {
  const ratio = (x * rate) / shape;
  const z = (cbrt(ratio) - (1 - 1 / (9 * shape))) * sqrt(9 * shape);
  return normalTail(z);
}

/** P(Z > z) of the standard normal, by Abramowitz & Stegun 7.1.26 (absolute error < 1.5e-7). */
function normalTail(z: number): number {
  const x = abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (poly * exp(-x * x)) / 2;
  return z >= 0 ? tail : 1 - tail;
}
