import { percent } from '../format/numbers.ts';
import { WINDOW_TICKS } from '../game.ts';
import { tickAxis, valueAxis } from './axes.ts';
import type { Colours } from './colours.ts';
import { drawFields } from './draw-fields.ts';
import { GamePlot } from './game-plot.ts';
import type { Pen } from './pen.ts';
import { EMPTY_SCENE, survivalAt, type Scene, type SceneForecast } from './scene.ts';

/** Below the price, on the same ticks: the chance that the game still runs. */
export const survivalPlot = (host: HTMLElement): GamePlot<Scene> =>
  new GamePlot<Scene>(host, {
    empty: EMPTY_SCENE,
    abovePx: 22,
    xMax: ({ xMax }) => xMax,
    y: { range: () => [0, 1] },
    axes: (drawing, scene) => [
      tickAxis(drawing, () => scene().xMax),
      valueAxis(
        drawing,
        () => [0, 0.5, 1],
        (value) => percent(value, 0),
      ),
    ],
    below: drawFields,
    above: (pen, colours, scene, told) => {
      drawCurve(pen, scene, colours);
      drawWords(pen, scene, told, colours);
    },
  });

/** Certain up to now, a chance from now on. */
function drawCurve(pen: Pen, { head, rug, forecast, is, xMax }: Scene, colours: Colours): void {
  if (!head || is === 'old') return;
  const at = (tick: number, chance: number) => [pen.x(tick), pen.y(chance)] as const;
  const lived = [at(0, 1), at(head.tick, 1)];
  if (rug) lived.push(at(rug.tick, 1), at(rug.tick, 0));
  pen.path(lived, colours.ink, 2);
  if (forecast) pen.path(curve(forecast, xMax, at), colours.ted, 2);
}

/** The forecast's points up to the axis' end, where it is cut. */
function curve<P>(forecast: SceneForecast, xMax: number, at: (tick: number, chance: number) => P): P[] {
  const shown = forecast.survival.filter(({ tick }) => tick < xMax);
  const cut = survivalAt(forecast, xMax);
  const points = shown.map(({ tick, chance }) => at(tick, chance));
  return cut === null ? points : [...points, at(xMax, cut)];
}

function drawWords(
  pen: Pen,
  { head, forecast, rug, is }: Scene,
  { forecast: told }: Scene,
  colours: Colours,
): void {
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
  if (!told) return;
  const word = (text: string, x: number, y: number, align: CanvasTextAlign) =>
    pen.text(text, x, y, { colour: colours.ted, align });
  word(`50% at ${told.q50}`, median + 8, pen.y(0.5) - 9, 'left');
  word(`10% at ${told.q90}`, pen.x(forecast.q90) - 2, pen.y(0.1) - 12, 'right');
}
