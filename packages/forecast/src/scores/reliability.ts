const { abs, floor, min } = Math;

export const RELIABILITY_BINS = 10;

/** Fixed bins of width 0.1. */
export function reliabilityBin(p: number): number {
  return min(RELIABILITY_BINS - 1, floor(p * RELIABILITY_BINS));
}

/** One bar of the reliability diagram; null where nothing was said. */
export interface ReliabilityStep {
  low: number;
  high: number;
  meanP: number | null;
  observed: number | null;
  ticks: number;
}

export interface BinSums {
  ticks: ArrayLike<number>;
  sumP: ArrayLike<number>;
  happened: ArrayLike<number>;
}

export function reliability({ ticks, sumP, happened }: BinSums): ReliabilityStep[] {
  return Array.from({ length: RELIABILITY_BINS }, (_, bin) => {
    const n = ticks[bin]!;
    return {
      low: bin / RELIABILITY_BINS,
      high: (bin + 1) / RELIABILITY_BINS,
      meanP: n === 0 ? null : sumP[bin]! / n,
      observed: n === 0 ? null : happened[bin]! / n,
      ticks: n,
    };
  });
}

/**
 * Expected calibration error (Naeini, Cooper & Hauskrecht, AAAI 2015) over ten bins of width 0.1: the mean distance between
 * what was said and what happened, by bin. Null of nothing.
 */
export function expectedCalibrationError({ ticks, sumP, happened }: BinSums): number | null {
  let total = 0;
  let error = 0;
  for (let bin = 0; bin < RELIABILITY_BINS; bin++) {
    total += ticks[bin]!;
    error += abs(sumP[bin]! - happened[bin]!);
  }
  return total === 0 ? null : error / total;
}
