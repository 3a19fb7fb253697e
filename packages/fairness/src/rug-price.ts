/** Quantiles of the rug price in 597 games recorded in October 2025, at even steps from 0 to 1. */
const QUANTILES = [
  0.0003, 0.0059, 0.0083, 0.0108, 0.0129, 0.0148, 0.0161, 0.0179, 0.0197, 0.02, 0.02,
] as const;

/**
 * A rug price as games have it; it does not come from the seed. A quarter of all games end at 0.019 or more, half at 0.015.
 * @param u uniform in [0, 1)
 */
export function rugPrice(u: number): number {
  const position = u * (QUANTILES.length - 1);
  const step = Math.floor(position);
  return QUANTILES[step]! + (position - step) * (QUANTILES[step + 1]! - QUANTILES[step]!);
}
