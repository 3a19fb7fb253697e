import { priceSplits, tickAxis, valueAxis } from './axes.ts';
import type { Colours } from './colours.ts';
import { drawFields, drawOne } from './draw-fields.ts';
import { drawMarks } from './draw-marks.ts';
import { GamePlot } from './game-plot.ts';
import { LineLayer, type Line } from './line-layer.ts';
import type { Pen } from './pen.ts';
import { EMPTY_SCENE, type Scene } from './scene.ts';

/**
 * The price chart: what was known at the head, and when TED thinks the game ends.
 * @param below a plot of the same ticks, which has their words as long as it has room; null: none
 */
export function pricePlot(host: HTMLElement, below: HTMLElement | null): GamePlot<Scene> {
  const room = below && new Room(below);
  const hasTickWords = () => room === null || room.isEmpty;
  const drawLine = priceLine();
  return new GamePlot<Scene>(host, {
    empty: EMPTY_SCENE,
    abovePx: 26,
    xMax: ({ xMax }) => xMax,
    y: { distr: 3, range: ({ yMin, yMax }) => [yMin, yMax] },
    axes: (drawing, scene) => [
      tickAxis(drawing, () => scene().xMax, hasTickWords),
      valueAxis(drawing, priceSplits, (value) => `${value}×`),
    ],
    below: drawFields,
    overAxes: drawOne,
    above: (pen, colours, scene, told) => {
      drawLine(pen, colours, scene);
      drawMarks(pen, scene, told, colours, !hasTickWords());
    },
    leave: () => room?.leave(),
  });
}

/** What was known at the head is ink; what came next is thin and grey. */
function priceLine() {
  const soFar = new LineLayer();
  const later = new LineLayer();
  return (pen: Pen, colours: Colours, { gameId, is, ticks, prices, revision, head }: Scene): void => {
    if (!head) return;
    const line: Line = { id: `${gameId} ${revision}`, xs: ticks, ys: prices };
    const known = { colour: colours[is === 'old' ? 'ink-3' : 'ink'], width: 1.8 };
    if (is !== 'past') return soFar.paint(pen, line, known);
    const here = pen.x(head.tick);
    later.paint(pen, line, { colour: colours['ink-3'], width: 1.2, from: here });
    soFar.paint(pen, line, { ...known, to: here });
  };
}

/** Whether an element has height, known without asking for the layout at each frame. */
class Room {
  isEmpty: boolean;
  readonly #observer: ResizeObserver;

  constructor(element: HTMLElement) {
    this.isEmpty = element.clientHeight === 0;
    this.#observer = new ResizeObserver(() => {
      this.isEmpty = element.clientHeight === 0;
    });
    this.#observer.observe(element);
  }

  leave(): void {
    this.#observer.disconnect();
  }
}
