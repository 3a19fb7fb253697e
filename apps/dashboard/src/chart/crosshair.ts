import { WINDOW_TICKS } from '../game.ts';
import { RIGHT_PX, Y_AXIS_PX } from './layout.ts';

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
