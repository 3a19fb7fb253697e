import { WINDOW_TICKS } from '../game.ts';
import { RIGHT_PX, Y_AXIS_PX } from './axes.ts';
import type { Colours } from './colours.ts';
import type { Pen } from './pen.ts';

/** The tick under a pointer `px` from the left of a plot that is `width` px wide and ends at `xMax`. */
export function tickAt(px: number, width: number, xMax: number): number {
  const room = width - Y_AXIS_PX - RIGHT_PX;
  if (room <= 0) return 0;
  return Math.round(Math.min(1, Math.max(0, (px - Y_AXIS_PX) / room)) * xMax);
}

/**
 * Where a key moves the crosshair: ← and → by a tick, PageUp and PageDown by a window, as the scrubber does. From `start`
 * when it stood nowhere. Undefined for a key that means nothing here, null when it goes.
 */
export function movedBy(
  key: string,
  at: number | null,
  start: number,
  xMax: number,
): number | null | undefined {
  if (key === 'Escape') return at === null ? undefined : null;
  if (key === 'Home') return 0;
  if (key === 'End') return xMax;
  const by = { ArrowLeft: -1, ArrowRight: 1, PageDown: -WINDOW_TICKS, PageUp: WINDOW_TICKS }[key];
  if (by === undefined) return undefined;
  return Math.min(xMax, Math.max(0, at === null ? start : at + by));
}

/** A line at the tick that is pointed at; its values stand in words below the chart. */
export function drawCrosshair(pen: Pen, tick: number | null, colours: Colours): void {
  if (tick === null) return;
  const x = pen.x(tick);
  pen.line(x, pen.box.top, x, pen.box.bottom, colours['ink-2'], 1, [2, 2]);
}
