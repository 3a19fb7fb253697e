import type { StoredPrediction } from '../../api/stored-forecasts.ts';
import { FAIR_CHANCE } from '../../game.ts';

const FEW = 15;

/** What the memoryless baseline scores on the same tick: (published chance − outcome)². */
export const baselineBrier = (rugged: boolean | null): number | null =>
  rugged === null ? null : (FAIR_CHANCE - (rugged ? 1 : 0)) ** 2;

/** A few forecasts spread evenly over the game, with the first, the last and the one at the playhead. */
export function shownForecasts(
  predictions: readonly StoredPrediction[],
  here: StoredPrediction | null,
): StoredPrediction[] {
  if (predictions.length <= FEW) return [...predictions];
  const step = (predictions.length - 1) / (FEW - 1);
  const chosen = new Set(Array.from({ length: FEW }, (_, i) => predictions[Math.round(i * step)]!));
  if (here) chosen.add(here);
  return predictions.filter((prediction) => chosen.has(prediction));
}
