/** The two ways in which a survival curve goes on: survival[t + 1] = survival[t] · (1 − h(t)) for t = from … to − 1. */

/** At a known hazard. */
export function survivalAtHazard(survival: Float64Array, from: number, to: number, hazard: number): void {
  const stays = 1 - hazard;
  let value = survival[from]!;
  for (let t = from; t < to; t++) survival[t + 1] = value *= stays;
}

/**
 * At a learnt rate Beta(a, b + exposure), with the multiplier m: h = a·m / (b + exposure + a·m), and the exposure grows
 * by m with each tick survived. For m = 1 this is the exact predictive distribution.
 */
export function survivalAtRate(
  survival: Float64Array,
  from: number,
  to: number,
  {
    shape,
    rate,
    exposure,
    multiplier,
  }: { shape: number; rate: number; exposure: number; multiplier: number },
): void {
  const weighted = shape * multiplier;
  let survived = rate + exposure;
  let value = survival[from]!;
  for (let t = from; t < to; t++) {
    survival[t + 1] = value *= survived / (survived + weighted);
    survived += multiplier;
  }
}
