import type { Pace } from '../pace.ts';

/** Sorted at a stretch, and merged between two looks at the clock. */
const PIECE = 512;

/** As `items.sort(compare)`, which is stable and cannot be interrupted, but giving way (merge sort from the bottom up). */
export async function sortPaced<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  pace: Pace,
): Promise<T[]> {
  let from: T[] = [];
  for (let start = 0; start < items.length; start += PIECE) {
    from.push(...items.slice(start, start + PIECE).sort(compare));
    await pace.giveWay();
  }
  for (let width = PIECE; width < from.length; width *= 2) {
    const into: T[] = [];
    for (let start = 0; start < from.length; start += 2 * width) {
      const [middle, end] = [start + width, start + 2 * width].map((place) => Math.min(place, from.length));
      await mergeRuns(from, start, middle!, end!, into, compare, pace);
    }
    from = into;
  }
  return from;
}

/** Appends the runs from `start` and from `middle` on, merged; of equal items those of the first run come first. */
async function mergeRuns<T>(
  from: readonly T[],
  start: number,
  middle: number,
  end: number,
  into: T[],
  compare: (a: T, b: T) => number,
  pace: Pace,
): Promise<void> {
  let [left, right] = [start, middle];
  while (left < middle || right < end) {
    for (let i = 0; i < PIECE && (left < middle || right < end); i++) {
      const takesLeft = right >= end || (left < middle && compare(from[left]!, from[right]!) <= 0);
      into.push(from[takesLeft ? left++ : right++]!);
    }
    await pace.giveWay();
  }
}
