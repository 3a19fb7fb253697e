import type { StationName } from '../../say/tick-way.ts';

export interface Box {
  left: number;
  top: number;
  width: number;
}

export const BOX_HEIGHT = 76;
export const DIAGRAM_HEIGHT = 196;
/** Narrower than this the stations stand in a list. */
export const WIDE_PX = 820;

const ROW_2 = DIAGRAM_HEIGHT - BOX_HEIGHT - 2;

/** Left edge and width, as shares of the diagram's width. */
const PLACES: Readonly<Record<StationName, readonly [left: number, width: number, top: number]>> = {
  feed: [0, 0.165, 2],
  ingest: [0.23, 0.19, 2],
  gateway: [0.575, 0.2, 2],
  page: [0.845, 0.155, 2],
  redis: [0.335, 0.19, ROW_2],
  workers: [0.565, 0.18, ROW_2],
  mongodb: [0.785, 0.215, ROW_2],
};

/** Where each station stands, px. */
export function boxesFor(width: number): Record<StationName, Box> {
  return Object.fromEntries(
    Object.entries(PLACES).map(([name, [left, share, top]]) => [
      name,
      { left: Math.round(left * width), top, width: Math.round(share * width) },
    ]),
  ) as Record<StationName, Box>;
}
