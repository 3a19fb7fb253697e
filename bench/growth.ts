import { figure, type Figure } from './figure.ts';

/** What so much work costs, in any unit. */
export interface CostPoint {
  work: number;
  cost: number;
}

const DECADES = 3;

/**
 * The exponent k of cost ≈ c · work^k: the slope of the least-squares line through the points' logarithms.
 * Throws if the work does not span three decades: over less, an exponent is noise.
 */
export function growthExponent(points: readonly CostPoint[]): number {
  const works = points.map(({ work }) => work);
  const decades = Math.log10(Math.max(...works) / Math.min(...works));
  if (!(decades > DECADES - 1e-9)) throw new Error(`a growth over ${decades.toFixed(1)} decades`);
  const xs = works.map(Math.log);
  const ys = points.map(({ cost }) => Math.log(cost));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x0, y0] = [mean(xs), mean(ys)];
  const covariance = xs.reduce((sum, x, i) => sum + (x - x0) * (ys[i]! - y0), 0);
  return covariance / xs.reduce((sum, x) => sum + (x - x0) ** 2, 0);
}

/** A curve as figures: its points, then the exponent. 1: proportional to the work; 0: independent of it. */
export function* growth(
  name: string,
  { per, unit, points, most }: { per: string; unit: string; points: readonly CostPoint[]; most?: number },
): Generator<Figure> {
  for (const { work, cost } of points) yield figure(`${name}, ${work} ${per}`, cost, unit);
  yield figure(`${name}: grows with ${per} to the power`, growthExponent(points), 'exponent', {
    ...(most !== undefined && { wanted: { most } }),
  });
}
