import uPlot from 'uplot';
import { readColours, type Colours } from './colours.ts';
import { Pen } from './pen.ts';

export const CHART_FONT = '12px "Inter Variable", "Inter Fallback", system-ui, sans-serif';

export interface MountedPlot {
  /** What is drawn has changed; its axes have not. */
  redraw: () => void;
  /** The axes have changed, too. */
  rescale: () => void;
  /** After a change of the theme. */
  recolour: () => void;
  destroy: () => void;
}

/** What an axis may use while it draws. */
export interface Drawing {
  /** Of the theme on show. */
  colours: Colours;
}

type Draw = (pen: Pen, colours: Colours) => void;

export interface PlotOptions {
  /** Above, right, below, left of the axes, px. */
  padding: [number, number, number, number];
  /** Ticks of the game. */
  x: () => [number, number];
  y: { distr?: 3; range: () => [number, number] };
  axes: (drawing: Drawing) => uPlot.Axis[];
  /** Draws under the grid, between the grid and everything else, and over it. */
  below?: Draw;
  overAxes?: Draw;
  above: Draw;
}

/**
 * A uPlot in `host` that follows the size of its element, the theme and the arrival of the font. uPlot keeps the scales and
 * draws the axes; lines are drawn by whoever knows what has changed of them (`LineLayer`).
 */
export function mountPlot(
  host: HTMLElement,
  { padding, x, y, axes, below, overAxes, above }: PlotOptions,
): MountedPlot {
  const drawing: Drawing = { colours: readColours() };
  const hook = (draw: Draw | undefined) =>
    draw
      ? [
          (u: uPlot) => {
            const pen = new Pen(u);
            pen.draw(() => draw(pen, drawing.colours));
          },
        ]
      : [];
  const size = () => ({ width: host.clientWidth, height: host.clientHeight });
  // A scale needs a series; this one has no line.
  const data = (): uPlot.AlignedData => [x(), [1, 1]];
  const options: uPlot.Options = {
    ...size(),
    padding,
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false, range: () => x() }, y: { ...y, range: () => y.range() } },
    axes: axes(drawing),
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: { drawClear: hook(below), drawAxes: hook(overAxes), draw: hook(above) },
  };
  const plot = new uPlot(options, data(), host);
  const resized = new ResizeObserver(() => plot.setSize(size()));
  resized.observe(host);
  const redraw = () => plot.redraw(false);
  // The canvas does not know by itself that its font has come.
  void document.fonts.ready.then(redraw);
  return {
    redraw,
    rescale: () => plot.setData(data()),
    recolour: () => {
      drawing.colours = readColours();
      redraw();
    },
    destroy: () => {
      resized.disconnect();
      plot.destroy();
    },
  };
}
