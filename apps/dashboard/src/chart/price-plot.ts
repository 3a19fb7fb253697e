import uPlot from 'uplot';
import { readColours, type Colours } from './colours.ts';
import { drawFields, drawOne } from './draw-fields.ts';
import { drawMarks } from './draw-marks.ts';
import { Pen } from './pen.ts';
import { EMPTY_SCENE, type Scene } from './scene.ts';

const FONT = '12px "Inter Variable", "Inter Fallback", system-ui, sans-serif';
const ROUND_PRICES = [1, 2, 5];
const WIDE_PX = 620;

/** The price chart on its canvas. Shows one scene at a time and follows the size of its element. */
export class PricePlot {
  readonly #plot: uPlot;
  readonly #host: HTMLElement;
  readonly #resized: ResizeObserver;
  #scene: Scene = EMPTY_SCENE;
  #colours: Colours = readColours();

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#plot = new uPlot(this.#options(), dataOf(this.#scene), host);
    this.#resized = new ResizeObserver(() => this.#plot.setSize(this.#size()));
    this.#resized.observe(host);
    // The canvas does not know by itself that its font has come.
    void document.fonts.ready.then(() => this.#plot.redraw(false));
  }

  /** The x axis of a game never gets shorter, also not when the forecast goes at the end. */
  show(scene: Scene): void {
    const before = scene.gameId === this.#scene.gameId ? this.#scene.xMax : 0;
    this.#scene = { ...scene, xMax: Math.max(scene.xMax, before) };
    this.#plot.setData(dataOf(scene));
  }

  /** After a change of the theme. */
  recolour(): void {
    this.#colours = readColours();
    this.#plot.redraw(false);
  }

  destroy(): void {
    this.#resized.disconnect();
    this.#plot.destroy();
  }

  #size(): { width: number; height: number } {
    return { width: this.#host.clientWidth, height: this.#host.clientHeight };
  }

  #options(): uPlot.Options {
    const colour = (name: keyof Colours) => () => this.#colours[name];
    const draw = (what: (pen: Pen) => void) => (u: uPlot) => {
      const pen = new Pen(u);
      pen.draw(() => what(pen));
    };
    return {
      ...this.#size(),
      padding: [26, 16, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [0, this.#scene.xMax] },
        y: { distr: 3, range: () => [this.#scene.yMin, this.#scene.yMax] },
      },
      axes: [
        {
          stroke: colour('ink-3'),
          font: FONT,
          grid: { show: false },
          ticks: { stroke: colour('line-strong'), size: 5, width: 1 },
          border: { show: true, stroke: colour('line-strong'), width: 1 },
          size: 30,
          splits: (u) => xSplits(this.#scene.xMax, u.width),
        },
        {
          stroke: colour('ink-3'),
          font: FONT,
          grid: { stroke: colour('line'), width: 1 },
          ticks: { show: false },
          size: 42,
          gap: 8,
          splits: (_u, _axis, min, max) => ySplits(min, max),
          filter: (_u, splits) => splits,
          values: (_u, splits) => splits.map((value) => `${value}×`),
        },
      ],
      series: [
        {},
        {
          stroke: () => this.#colours[this.#scene.is === 'old' ? 'ink-3' : 'ink'],
          width: 1.8,
          points: { show: false },
        },
      ],
      hooks: {
        drawClear: [draw((pen) => drawFields(pen, this.#scene, this.#colours))],
        drawAxes: [draw((pen) => drawOne(pen, this.#colours))],
        draw: [draw((pen) => drawMarks(pen, this.#scene, this.#colours))],
      },
    };
  }
}

/** Ticks that nobody has seen break the line. */
function dataOf({ points }: Scene): uPlot.AlignedData {
  const ticks: number[] = [];
  const prices: (number | null)[] = [];
  let expected = points[0]?.tick ?? 0;
  for (const { tick, price } of points) {
    if (tick > expected) {
      ticks.push(expected);
      prices.push(null);
    }
    ticks.push(tick);
    prices.push(price);
    expected = tick + 1;
  }
  return [ticks, prices];
}

/** Every two windows, or as many of them as there is room for. */
function xSplits(max: number, widthPx: number): number[] {
  const atMost = widthPx >= WIDE_PX ? 14 : 6;
  const step = [80, 160, 320, 640].find((candidate) => max / candidate <= atMost) ?? 1280;
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, i) => i * step);
}

/** 0.5, 1, 2, 5, 10, … inside the range; a range without two of them shows more. */
function ySplits(min: number, max: number): number[] {
  const between = (digits: readonly number[]): number[] => {
    const splits: number[] = [];
    for (let decade = Math.floor(Math.log10(min)); decade <= Math.log10(max); decade++) {
      for (const digit of digits) {
        const value = Number((digit * 10 ** decade).toPrecision(2));
        if (value >= min && value <= max) splits.push(value);
      }
    }
    return splits;
  };
  const round = between(ROUND_PRICES);
  return round.length >= 2 ? round : between([1, 1.2, 1.5, 2, 3, 5, 7, 8, 9]);
}
