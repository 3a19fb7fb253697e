export interface Share {
  games: number;
  share: number | null;
  range: [low: number, high: number] | null;
}

const Z = 1.959964;

/** A share with its 95% range (Wilson 1927), which stays within 0…1 also for few games. Pure. */
export function shareOf<T>(all: readonly T[], holds: (item: T) => boolean): Share {
  const n = all.length;
  if (n === 0) return { games: 0, share: null, range: null };
  const p = all.filter(holds).length / n;
  const middle = (p + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))) / (1 + (Z * Z) / n);
  return { games: n, share: p, range: [Math.max(0, middle - half), Math.min(1, middle + half)] };
}
