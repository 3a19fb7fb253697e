import uPlot from 'uplot';
import { readColours, type Colours } from './colours.ts';
import { Pen } from './pen.ts';

export const CHART_FONT = '12px "Inter Variable", "Inter Fallback", system-ui, sans-serif';

export interface MountedPlot {
  plot: uPlot;
  /** After a change of the theme. */
  recolour: () => void;
  destroy: () => void;
}

/** What a plot may use while it draws. */
export interface Drawing {
  colours: Colours;
  draw: (what: (pen: Pen) => void) => (u: uPlot) => void;
}

/**
 * A uPlot in `host` that follows the size of its element, the theme and the arrival of the font.
 * @param optionsFor is called once; `drawing.colours` is always that of the theme on show
 */
export function mountPlot(
  host: HTMLElement,
  data: uPlot.AlignedData,
  optionsFor: (drawing: Drawing) => Omit<uPlot.Options, 'width' | 'height'>,
): MountedPlot {
  const drawing: Drawing = {
    colours: readColours(),
    draw: (what) => (u) => {
      const pen = new Pen(u);
      pen.draw(() => what(pen));
    },
  };
  const size = () => ({ width: host.clientWidth, height: host.clientHeight });
  const plot = new uPlot({ ...optionsFor(drawing), ...size() }, data, host);
  const resized = new ResizeObserver(() => plot.setSize(size()));
  resized.observe(host);
  // The canvas does not know by itself that its font has come.
  void document.fonts.ready.then(() => plot.redraw(false));
  return {
    plot,
    recolour: () => {
      drawing.colours = readColours();
      plot.redraw(false);
    },
    destroy: () => {
      resized.disconnect();
      plot.destroy();
    },
  };
}
