/**
 * Of many points in one column of pixels a line shows the first, the lowest, the highest and the last. Indices of those, in
 * order, and of the nulls that break the line.
 * @param begin the first point that counts
 * @param columnOf the column of an x, rising
 */
export function thinned(
  xs: readonly number[],
  ys: readonly (number | null)[],
  begin: number,
  columnOf: (x: number) => number,
): number[] {
  const kept: number[] = [];
  let first = begin;
  while (first < xs.length) {
    const column = columnOf(xs[first]!);
    let [low, high, last] = [first, first, first];
    let next = first;
    for (; next < xs.length && columnOf(xs[next]!) === column; next++) {
      const y = ys[next];
      if (y === null || y === undefined) break;
      if (y < ys[low]!) low = next;
      if (y > ys[high]!) high = next;
      last = next;
    }
    if (next === first) {
      kept.push(next++);
    } else {
      kept.push(...[...new Set([first, low, high, last])].sort((a, b) => a - b));
    }
    first = next;
  }
  return kept;
}
