/** A word above the plot that belongs to a place on x, in px. */
export interface Label {
  /** The place it belongs to. */
  at: number;
  width: number;
  /** On which side of its place it stands. */
  side: 'before' | 'after';
  /** Left out when it would have to move away from its place. */
  isOptional: boolean;
}

const GAP = 6;
const BETWEEN = 12;
const MAY_MOVE = 8;

/**
 * Left edges for labels in one line, ordered by their place; they never overlap and stay between `left` and `right`.
 * Undefined for a label that finds no room.
 */
export function placeLabels(labels: readonly Label[], left: number, right: number): (number | undefined)[] {
  let free = left;
  return labels.map(({ at, width, side, isOptional }) => {
    const wanted = side === 'before' ? at - GAP - width : at + GAP;
    const start = Math.min(Math.max(wanted, free), right - width);
    const hasRoom = start >= free;
    if (!hasRoom || (isOptional && Math.abs(start - wanted) > MAY_MOVE)) return undefined;
    free = start + width + BETWEEN;
    return start;
  });
}
