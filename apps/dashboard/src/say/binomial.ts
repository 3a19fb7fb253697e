/**
 * The least and the greatest number of successes that lie in the central 95% region of a binomial distribution: the
 * 2.5% and the 97.5% quantile.
 * @param trials number of trials
 * @param chance of a success, in (0, 1)
 */
export function central95(trials: number, chance: number): { from: number; to: number } {
  return { from: quantile(trials, chance, 0.025), to: quantile(trials, chance, 0.975) };
}

/** The least k with P(X ≤ k) ≥ level. */
function quantile(trials: number, chance: number, level: number): number {
  let probability = (1 - chance) ** trials;
  let sum = probability;
  let k = 0;
  while (sum < level && k < trials) {
    probability *= ((trials - k) / (k + 1)) * (chance / (1 - chance));
    sum += probability;
    k++;
  }
  return k;
}
