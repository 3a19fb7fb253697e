import uPlot from 'uplot';

export interface TextStyle {
  colour: string;
  weight?: 400 | 600;
  align?: CanvasTextAlign;
  /** Painted around the letters, so that a line behind them does not cross them. */
  halo?: string;
}

const FONT = '"Inter Variable", "Inter Fallback", system-ui, sans-serif';
const TEXT_PX = 12;

/** Draws on a uPlot canvas in CSS pixels measured from the canvas' corner. */
export class Pen {
  readonly ctx: CanvasRenderingContext2D;
  readonly #ratio = uPlot.pxRatio;
  readonly #u: uPlot;

  constructor(u: uPlot) {
    this.#u = u;
    this.ctx = u.ctx;
  }

  /** The plotting area. */
  get box(): { left: number; top: number; right: number; bottom: number } {
    const { left, top, width, height } = this.#u.bbox;
    const r = this.#ratio;
    return { left: left / r, top: top / r, right: (left + width) / r, bottom: (top + height) / r };
  }

  /** Of the whole canvas. */
  get height(): number {
    return this.#u.height;
  }

  /** x of a tick, kept inside the plotting area. */
  x(tick: number): number {
    const { left, right } = this.box;
    return Math.min(right, Math.max(left, this.#u.valToPos(tick, 'x', true) / this.#ratio));
  }

  y(value: number): number {
    const { top, bottom } = this.box;
    return Math.min(bottom, Math.max(top, this.#u.valToPos(value, 'y', true) / this.#ratio));
  }

  /** Everything that `draw` does is in CSS pixels and leaves no trace in the canvas' state. */
  draw(draw: () => void): void {
    this.ctx.save();
    this.ctx.scale(this.#ratio, this.#ratio);
    draw();
    this.ctx.restore();
  }

  line(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    colour: string,
    width: number,
    dash: number[] = [],
  ): void {
    const { ctx } = this;
    ctx.beginPath();
    ctx.setLineDash(dash);
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  rect(x1: number, y1: number, x2: number, y2: number, colour: string): void {
    this.ctx.fillStyle = colour;
    this.ctx.fillRect(x1, y1, x2 - x1, y2 - y1);
  }

  hatch(x1: number, y1: number, x2: number, y2: number, colour: string): void {
    const { ctx } = this;
    const height = y2 - y1;
    ctx.save();
    ctx.beginPath();
    ctx.rect(x1, y1, x2 - x1, height);
    ctx.clip();
    ctx.globalAlpha = 0.45;
    // The lines keep their place on the canvas while the field moves over them.
    const step = 7;
    for (let x = Math.floor((x1 - height) / step) * step; x < x2; x += step) {
      this.line(x, y2, x + height, y1, colour, 1);
    }
    ctx.restore();
  }

  /** A dot; a hollow one where `fill` differs from `colour`. */
  dot(x: number, y: number, radius: number, colour: string, fill = colour): void {
    const { ctx } = this;
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = fill;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5;
    ctx.fill();
    ctx.stroke();
  }

  /** A miss, or an end. */
  cross(x: number, y: number, half: number, colour: string): void {
    this.line(x - half, y - half, x + half, y + half, colour, 2);
    this.line(x - half, y + half, x + half, y - half, colour, 2);
  }

  width(text: string, weight: 400 | 600 = 400): number {
    this.ctx.font = `${weight} ${TEXT_PX}px ${FONT}`;
    return this.ctx.measureText(text).width;
  }

  text(text: string, x: number, y: number, { colour, weight = 400, align = 'left', halo }: TextStyle): void {
    const { ctx } = this;
    ctx.font = `${weight} ${TEXT_PX}px ${FONT}`;
    ctx.textAlign = align;
    ctx.textBaseline = 'middle';
    if (halo) {
      ctx.lineJoin = 'round';
      ctx.lineWidth = 4;
      ctx.strokeStyle = halo;
      ctx.strokeText(text, x, y);
    }
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  }
}
