export interface Scale {
  (value: number): number;
  domain: readonly [number, number];
}

/** Maps `from`…`to` to `start`…`end` px. */
export function linear(from: number, to: number, start: number, end: number): Scale {
  const scale = (value: number) => start + ((value - from) / (to - from || 1)) * (end - start);
  return Object.assign(scale, { domain: [from, to] as const });
}

/** The same over the logarithm; values and limits above 0. */
export function logarithmic(from: number, to: number, start: number, end: number): Scale {
  const inner = linear(Math.log10(from), Math.log10(to), start, end);
  return Object.assign((value: number) => inner(Math.log10(value)), { domain: [from, to] as const });
}

/** Keeps a mark on the plot. */
export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** About `count` round values from 0 or below to `max`: steps of 1, 2, 2.5 or 5 times a power of ten. */
export function roundSteps(max: number, count: number): number[] {
  const raw = Math.max(max, 1e-9) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5].find((digit) => digit * power >= raw) ?? 10) * power;
  return Array.from({ length: Math.ceil(max / step - 1e-9) + 1 }, (_, i) => i * step);
}

/** An SVG path through points; null breaks it. */
export function linePath(points: readonly (readonly [number, number] | null)[]): string {
  let pen = 'M';
  return points
    .map((point) => {
      if (!point) {
        pen = 'M';
        return '';
      }
      const part = `${pen}${point[0].toFixed(1)},${point[1].toFixed(1)}`;
      pen = 'L';
      return part;
    })
    .join('');
}

/** An SVG path around the field between two lines of the same x. */
export const bandPath = (
  above: readonly (readonly [number, number])[],
  below: readonly (readonly [number, number])[],
): string =>
  above.length === 0 ? '' : `${linePath(above)}${linePath([...below].reverse()).replace('M', 'L')}Z`;
