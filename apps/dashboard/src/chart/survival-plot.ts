import type uPlot from 'uplot';
import { percent } from '../format/numbers.ts';
import { WINDOW_TICKS } from '../game.ts';
import { tickAxis, valueAxis } from './axes.ts';
import type { Colours } from './colours.ts';
import { drawFields } from './draw-fields.ts';
import { mountPlot, type MountedPlot } from './mount-plot.ts';
import type { Pen } from './pen.ts';
import { EMPTY_SCENE, type Scene } from './scene.ts';

/** Below the price, on the same ticks: the chance that the game still runs. */
export class SurvivalPlot {
  readonly #mounted: MountedPlot;
  #scene: Scene = EMPTY_SCENE;

  constructor(host: HTMLElement) {
    this.#mounted = mountPlot(host, [[], [], []], (drawing) => ({
      padding: [22, 16, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [0, this.#scene.xMax] },
        y: { range: [0, 1] },
      },
      axes: [
        tickAxis(drawing, () => this.#scene.xMax),
        valueAxis(
          drawing,
          () => [0, 0.5, 1],
          (value) => percent(value, 0),
        ),
      ],
      series: [
        {},
        { stroke: () => drawing.colours.ink, width: 2, points: { show: false } },
        { stroke: () => drawing.colours.ted, width: 2, points: { show: false } },
      ],
      hooks: {
        drawClear: [drawing.draw((pen) => drawFields(pen, this.#scene, drawing.colours))],
        draw: [drawing.draw((pen) => drawWords(pen, this.#scene, drawing.colours))],
      },
    }));
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#mounted.plot.setData(dataOf(scene));
  }

  recolour(): void {
    this.#mounted.recolour();
  }

  destroy(): void {
    this.#mounted.destroy();
  }
}

/** Certain up to now, a chance from now on. */
function dataOf({ head, rug, forecast, is }: Scene): uPlot.AlignedData {
  if (!head || is === 'old') return [[], [], []];
  const lived: [number, number | null, number | null][] = [
    [0, 1, null],
    [head.tick, 1, forecast ? 1 : null],
  ];
  if (rug) lived.push([rug.tick, 1, null], [rug.tick, 0, null]);
  const later = (forecast?.survival ?? []).slice(1).map(({ tick, chance }) => [tick, null, chance] as const);
  const all = [...lived, ...later];
  return [all.map(([tick]) => tick), all.map(([, is]) => is), all.map(([, , chance]) => chance)];
}

function drawWords(pen: Pen, { head, forecast, rug, is }: Scene, colours: Colours): void {
  const { left, top, bottom } = pen.box;
  pen.text('Chance that the game is still running', left, top - 12, { colour: colours['ink-3'] });
  if (!head || rug) return;
  const now = pen.x(head.tick);
  pen.line(now, 0, now, bottom, is === 'old' ? colours.bar : colours.ink, 1.25);
  if (!forecast) return;
  const median = pen.x(forecast.q50);
  pen.line(median, 0, median, bottom, colours.ted, 2, [5, 4]);
  const dot = (tick: number, chance: number) => pen.dot(pen.x(tick), pen.y(chance), 3.5, colours.ted);
  dot(head.tick + WINDOW_TICKS, 1 - forecast.chance);
  dot(forecast.q50, 0.5);
  dot(forecast.q90, 0.1);
  const word = (text: string, x: number, y: number, align: CanvasTextAlign) =>
    pen.text(text, x, y, { colour: colours.ted, align });
  word(`50% at ${forecast.q50}`, median + 8, pen.y(0.5) - 9, 'left');
  word(`10% at ${forecast.q90}`, pen.x(forecast.q90) - 2, pen.y(0.1) - 12, 'right');
}
