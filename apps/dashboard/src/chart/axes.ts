import type uPlot from 'uplot';
import { count } from '../format/numbers.ts';
import type { Drawing } from './mount-plot.ts';
import { Y_AXIS_PX } from './layout.ts';
import { CHART_FONT } from './mount-plot.ts';

const ROUND_PRICES = [1, 2, 5];
const WIDE_PX = 620;
/** Ticks of the game along the bottom; without words while a plot below has them. */
export function tickAxis(drawing: Drawing, max: () => number, hasWords = () => true): uPlot.Axis {
  const line = { stroke: () => (hasWords() ? drawing.colours['line-strong'] : 'transparent'), width: 1 };
  return {
    stroke: () => drawing.colours['ink-3'],
    font: CHART_FONT,
    grid: { show: false },
    ticks: { ...line, size: 5 },
    border: { show: true, ...line },
    size: () => (hasWords() ? 30 : 8),
    splits: (u) => tickSplits(max(), u.width),
    values: (_u, splits) => splits.map((value) => (hasWords() ? count(value) : '')),
  };
}

/** Values at the left, with grid lines. */
export const valueAxis = (
  drawing: Drawing,
  splits: (min: number, max: number) => number[],
  word: (value: number) => string,
): uPlot.Axis => ({
  stroke: () => drawing.colours['ink-3'],
  font: CHART_FONT,
  grid: { stroke: () => drawing.colours.line, width: 1 },
  ticks: { show: false },
  size: Y_AXIS_PX,
  gap: 8,
  splits: (_u, _axis, min, max) => splits(min, max),
  filter: (_u, values) => values,
  values: (_u, values) => values.map(word),
});

/** Every two windows, or as many of them as there is room for. */
function tickSplits(max: number, widthPx: number): number[] {
  const atMost = widthPx >= WIDE_PX ? 14 : 6;
  const step = [80, 160, 320, 640].find((candidate) => max / candidate <= atMost) ?? 1280;
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, i) => i * step);
}

/** 0.5, 1, 2, 5, 10, … inside the range; a range without two of them shows more. */
export function priceSplits(min: number, max: number): number[] {
  const between = (digits: readonly number[]): number[] => {
    const splits: number[] = [];
    for (let decade = Math.floor(Math.log10(min)); decade <= Math.log10(max); decade++) {
      for (const digit of digits) {
        const value = Number((digit * 10 ** decade).toPrecision(2));
        if (value >= min && value <= max) splits.push(value);
      }
    }
    return splits;
  };
  const round = between(ROUND_PRICES);
  return round.length >= 2 ? round : between([1, 1.2, 1.5, 2, 3, 5, 7, 8, 9]);
}
