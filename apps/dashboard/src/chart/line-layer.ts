import { Layer } from './layer.ts';
import type { Pen } from './pen.ts';

/** A line whose points come at its end. */
export interface Line {
  /** Another one is drawn anew. */
  id: string;
  xs: readonly number[];
  /** null breaks the line. */
  ys: readonly (number | null)[];
}

interface LineStyle {
  colour: string;
  width: number;
  /** What is shown of it, px. */
  from?: number;
  to?: number;
}

/**
 * Of a line that has grown only the new points are drawn; it is drawn whole when the scales, the size or the colours have
 * changed. So a frame costs the same after ten ticks and after ten thousand.
 */
export class LineLayer {
  readonly #layer = new Layer();
  /** So many points are on the layer. */
  #drawn = 0;

  paint(pen: Pen, { id, xs, ys }: Line, { colour, width, from, to }: LineStyle): void {
    const { layer, isEmpty } = this.#layer.open(pen, `${id} ${colour} ${width}`);
    if (isEmpty) this.#drawn = 0;
    if (this.#drawn < xs.length) {
      // From the last point that is there already.
      const begin = Math.max(0, this.#drawn - 1);
      layer.draw(() => layer.polyline(xs, ys, begin, colour, width));
      this.#drawn = xs.length;
    }
    this.#layer.put(pen, from, to);
  }
}
