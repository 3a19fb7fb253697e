import uPlot from 'uplot';
import { thinned } from './thinned.ts';

export interface TextStyle {
  colour: string;
  weight?: 400 | 600;
  align?: CanvasTextAlign;
  /** Painted around the letters, so that a line behind them does not cross them. */
  halo?: string;
}

const FONT = '"Inter Variable", "Inter Fallback", system-ui, sans-serif';
const TEXT_PX = 12;
/** Widths of the words that are written frame after frame. */
const widths = new Map<string, number>();
const MAX_WIDTHS = 300;
void document.fonts.ready.then(() => widths.clear());

/** Draws on a uPlot canvas in CSS pixels measured from the canvas' corner. Made anew for each drawing. */
export class Pen {
  readonly ctx: CanvasRenderingContext2D;
  readonly ratio = uPlot.pxRatio;
  /** The plotting area. */
  readonly box: Readonly<{ left: number; top: number; right: number; bottom: number }>;
  readonly #u: uPlot;

  constructor(u: uPlot, ctx = u.ctx) {
    this.#u = u;
    this.ctx = ctx;
    const { left, top, width, height } = u.bbox;
    const r = this.ratio;
    this.box = { left: left / r, top: top / r, right: (left + width) / r, bottom: (top + height) / r };
  }

  /** The same places on another canvas. */
  on(canvas: HTMLCanvasElement): Pen {
    return new Pen(this.#u, canvas.getContext('2d')!);
  }

  /** Of the whole canvas. */
  get width(): number {
    return this.#u.width;
  }

  get height(): number {
    return this.#u.height;
  }

  /** Another text when a value has another place than before. */
  get scales(): string {
    const { x, y } = this.#u.scales;
    const { left, top, right, bottom } = this.box;
    return [
      x!.min,
      x!.max,
      y!.min,
      y!.max,
      left,
      top,
      right,
      bottom,
      this.width,
      this.height,
      this.ratio,
    ].join();
  }

  /** x of a tick, kept inside the plotting area. */
  x(tick: number): number {
    const { left, right } = this.box;
    return Math.min(right, Math.max(left, this.#u.valToPos(tick, 'x', true) / this.ratio));
  }

  y(value: number): number {
    const { top, bottom } = this.box;
    return Math.min(bottom, Math.max(top, this.#u.valToPos(value, 'y', true) / this.ratio));
  }

  /** Everything that `draw` does is in CSS pixels and leaves no trace in the canvas' state. */
  draw(draw: () => void): void {
    this.ctx.save();
    this.ctx.scale(this.ratio, this.ratio);
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

  /** A line through points in px. */
  path(
    points: readonly (readonly [number, number])[],
    colour: string,
    width: number,
    dash: number[] = [],
  ): void {
    const { ctx } = this;
    ctx.beginPath();
    ctx.setLineDash(dash);
    ctx.lineJoin = 'round';
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    for (const [x, y] of points) ctx.lineTo(x, y);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  /** A line through values from the point `begin` on; null breaks it. */
  polyline(
    xs: readonly number[],
    ys: readonly (number | null)[],
    begin: number,
    colour: string,
    width: number,
  ): void {
    const { ctx } = this;
    ctx.beginPath();
    ctx.lineJoin = 'bevel';
    ctx.lineCap = 'round';
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    let isDown = false;
    for (const i of thinned(xs, ys, begin, (x) => Math.floor(this.x(x)))) {
      const y = ys[i];
      if (y === null || y === undefined) {
        isDown = false;
        continue;
      }
      if (isDown) ctx.lineTo(this.x(xs[i]!), this.y(y));
      else ctx.moveTo(this.x(xs[i]!), this.y(y));
      isDown = true;
    }
    ctx.stroke();
  }

  /** A field with these corners in px. */
  area(corners: readonly (readonly [number, number])[], colour: string): void {
    const { ctx } = this;
    ctx.beginPath();
    for (const [x, y] of corners) ctx.lineTo(x, y);
    ctx.fillStyle = colour;
    ctx.fill();
  }

  /** The part between `from` and `to` of a canvas that is as large as this one. */
  image(canvas: HTMLCanvasElement, from: number, to: number): void {
    const left = Math.round(from * this.ratio);
    const width = Math.round(to * this.ratio) - left;
    if (width <= 0 || canvas.height === 0) return;
    const { ratio } = this;
    const { height } = canvas;
    this.ctx.drawImage(canvas, left, 0, width, height, left / ratio, 0, width / ratio, height / ratio);
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
    ctx.beginPath();
    for (let x = Math.floor((x1 - height) / step) * step; x < x2; x += step) {
      ctx.moveTo(x, y2);
      ctx.lineTo(x + height, y1);
    }
    ctx.lineWidth = 1;
    ctx.strokeStyle = colour;
    ctx.stroke();
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

  widthOf(text: string, weight: 400 | 600 = 400): number {
    const key = `${weight} ${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    this.ctx.font = `${weight} ${TEXT_PX}px ${FONT}`;
    const { width } = this.ctx.measureText(text);
    if (widths.size >= MAX_WIDTHS) widths.clear();
    widths.set(key, width);
    return width;
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
