import type { RatioSums } from '../collections/documents.ts';

export interface RatioWithRange {
  ratio: number | null;
  /** 95% range; null with fewer than two clusters, which say nothing about how much they differ. */
  range: [low: number, high: number] | null;
}

const Z_95 = 1.959964;

export const NO_SUMS: Readonly<RatioSums> = { clusters: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };

/** Sums with one more cluster. Pure. */
export function addCluster(sums: Readonly<RatioSums>, x: number, y: number): RatioSums {
  return addSums(sums, { clusters: 1, x, y, xx: x * x, yy: y * y, xy: x * y });
}

export function addSums(a: Readonly<RatioSums>, b: Readonly<RatioSums>): RatioSums {
  return {
    clusters: a.clusters + b.clusters,
    x: a.x + b.x,
    y: a.y + b.y,
    xx: a.xx + b.xx,
    yy: a.yy + b.yy,
    xy: a.xy + b.xy,
  };
}

/**
 * The ratio Σx/Σy with its 95% range, by linearisation over clusters (the ratio estimator of Cochran, Sampling Techniques,
 * section 6). Predictions of one game stand or fall with its one end: counted singly they would make the range far too narrow.
 */
export function ratioWithRange({ clusters, x, y, xx, yy, xy }: Readonly<RatioSums>): RatioWithRange {
  if (y === 0) return { ratio: null, range: null };
  const ratio = x / y;
  if (clusters < 2) return { ratio, range: null };
  const squares = Math.max(0, xx - 2 * ratio * xy + ratio * ratio * yy);
  const error = Math.sqrt((clusters / (clusters - 1)) * squares) / Math.abs(y);
  return { ratio, range: [ratio - Z_95 * error, ratio + Z_95 * error] };
}
