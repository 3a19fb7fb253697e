import type { Pen } from './pen.ts';

/** A drawing on a canvas of its own that is put into the picture at each frame and made anew only when it changes. */
export class Layer {
  readonly #canvas = document.createElement('canvas');
  #key = '';

  /**
   * A pen for the layer, and whether the layer is empty: at first, and when the key, the scales or the size have changed.
   * @param key names what is drawn and how
   */
  open(pen: Pen, key: string): { layer: Pen; isEmpty: boolean } {
    const whole = `${key} ${pen.scales}`;
    const isEmpty = whole !== this.#key;
    if (isEmpty) {
      this.#key = whole;
      // Also empties it.
      this.#canvas.width = Math.round(pen.width * pen.ratio);
      this.#canvas.height = Math.round(pen.height * pen.ratio);
    }
    return { layer: pen.on(this.#canvas), isEmpty };
  }

  /** Puts the part between `from` and `to` px where the pen draws. */
  put(pen: Pen, from = 0, to = pen.width): void {
    pen.image(this.#canvas, from, to);
  }
}
