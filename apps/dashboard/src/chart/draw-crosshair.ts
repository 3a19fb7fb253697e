import type { Colours } from './colours.ts';
import type { Pen } from './pen.ts';

/** A line at the tick that is pointed at; its values stand in words below the chart. */
export function drawCrosshair(pen: Pen, tick: number | null, colours: Colours): void {
  if (tick === null) return;
  const x = pen.x(tick);
  pen.line(x, pen.box.top, x, pen.box.bottom, colours['ink-2'], 1, [2, 2]);
}
