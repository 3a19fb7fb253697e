import type uPlot from 'uplot';
import type { Colours } from './colours.ts';
import { drawCrosshair } from './draw-crosshair.ts';
import { RIGHT_PX } from './layout.ts';
import { mountPlot, type Drawing, type MountedPlot, type PlotOptions } from './mount-plot.ts';
import type { Pen } from './pen.ts';

/** What sets one plot over a game's ticks apart from another: functions of what is shown. */
export interface PlotLook<S> {
  /** Shown until there is something. */
  empty: S;
  /** Above the axes, px. */
  abovePx: number;
  xMax: (shown: S) => number;
  y: { distr?: 3; range: (shown: S) => [number, number] };
  axes: (drawing: Drawing, shown: () => S) => uPlot.Axis[];
  /** Under the grid, between the grid and everything else, and over it. */
  below?: (pen: Pen, colours: Colours, shown: S) => void;
  overAxes?: PlotOptions['overAxes'];
  above: (pen: Pen, colours: Colours, shown: S, told: S) => void;
  /** What else has to go with the plot. */
  leave?: () => void;
}

/** A plot over a game's ticks on its canvas, with a crosshair. Shows one thing at a time. */
export class GamePlot<S> {
  readonly #look: PlotLook<S>;
  readonly #mounted: MountedPlot;
  #shown: S;
  #told: S;
  #pointed: number | null = null;

  constructor(host: HTMLElement, look: PlotLook<S>) {
    const { empty, abovePx, xMax, y, axes, below, overAxes, above } = look;
    this.#look = look;
    this.#shown = this.#told = empty;
    this.#mounted = mountPlot(host, {
      padding: [abovePx, RIGHT_PX, 0, 0],
      x: () => [0, xMax(this.#shown)],
      y: { ...y, range: () => y.range(this.#shown) },
      axes: (drawing) => axes(drawing, () => this.#shown),
      ...(below && { below: (pen, colours) => below(pen, colours, this.#shown) }),
      ...(overAxes && { overAxes }),
      above: (pen, colours) => {
        above(pen, colours, this.#shown, this.#told);
        drawCrosshair(pen, this.#pointed, colours);
      },
    });
  }

  /** @param told what words are taken from; they change less often than their places */
  show(shown: S, told = shown): void {
    const before = this.#shown;
    this.#shown = shown;
    this.#told = told;
    if (this.#hasSameAxes(before, shown)) this.#mounted.redraw();
    else this.#mounted.rescale();
  }

  /** Where the crosshair stands; null: nowhere. */
  pointAt(tick: number | null): void {
    this.#pointed = tick;
    this.#mounted.redraw();
  }

  recolour(): void {
    this.#mounted.recolour();
  }

  destroy(): void {
    this.#look.leave?.();
    this.#mounted.destroy();
  }

  #hasSameAxes(a: S, b: S): boolean {
    const { xMax, y } = this.#look;
    const [low, high] = y.range(a);
    const [otherLow, otherHigh] = y.range(b);
    return xMax(a) === xMax(b) && low === otherLow && high === otherHigh;
  }
}
