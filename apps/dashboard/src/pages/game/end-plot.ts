import uPlot from 'uplot';
import { tickAxis, valueAxis } from '../../chart/axes.ts';
import type { Colours } from '../../chart/colours.ts';
import { mountPlot, type MountedPlot } from '../../chart/mount-plot.ts';
import type { Pen } from '../../chart/pen.ts';
import { roundSteps } from '../../chart/scale.ts';
import { count } from '../../format/numbers.ts';
import type { GameRecord } from './record.ts';

const stepped = uPlot.paths.stepped!({ align: 1 });

/** When TED thought, tick by tick, that the game would end; the same ticks on x as the price above. */
export class EndPlot {
  readonly #mounted: MountedPlot;
  #record: GameRecord | null = null;
  #tick = 0;

  constructor(host: HTMLElement) {
    const max = () => this.#record?.xMax ?? 1;
    const yMax = () => roundSteps(this.#top(), 4).at(-1)!;
    this.#mounted = mountPlot(host, [[], [], [], []], (drawing) => ({
      padding: [10, 16, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: { x: { time: false, range: () => [0, max()] }, y: { range: () => [0, yMax()] } },
      axes: [tickAxis(drawing, max), valueAxis(drawing, () => roundSteps(this.#top(), 4), count)],
      bands: [{ series: [1, 3], fill: () => drawing.colours['ted-soft'] }],
      series: [
        {},
        { paths: stepped, stroke: 'transparent', points: { show: false } },
        {
          paths: stepped,
          stroke: () => drawing.colours.ted,
          width: 1.6,
          dash: [5, 3],
          points: { show: false },
        },
        { paths: stepped, stroke: 'transparent', points: { show: false } },
      ],
      hooks: { draw: [drawing.draw((pen) => this.#drawMarks(pen, drawing.colours))] },
    }));
  }

  show(record: GameRecord): void {
    this.#record = record;
    const { predictions, endTick } = record;
    const last = predictions.at(-1);
    const rows = last ? [...predictions, { ...last, predicted_at_tick: endTick }] : [];
    this.#mounted.plot.setData([
      rows.map((row) => row.predicted_at_tick),
      rows.map((row) => row.quantiles.q90),
      rows.map((row) => row.predicted_end_tick),
      rows.map((row) => row.quantiles.q10),
    ]);
  }

  moveTo(tick: number): void {
    this.#tick = tick;
    this.#mounted.plot.redraw(false);
  }

  recolour(): void {
    this.#mounted.recolour();
  }

  destroy(): void {
    this.#mounted.destroy();
  }

  #top(): number {
    const { predictions = [], endTick = 100 } = this.#record ?? {};
    return Math.max(endTick, ...predictions.map(({ quantiles }) => quantiles.q90));
  }

  #drawMarks(pen: Pen, colours: Colours): void {
    const record = this.#record;
    if (!record) return;
    const { endTick, predictions } = record;
    const { bottom, top } = pen.box;
    const end = pen.x(endTick);
    const left = pen.x(0);
    pen.line(left, pen.y(0), end, pen.y(endTick), colours.chance, 1.2, [2, 3]);
    pen.line(left, pen.y(endTick), end, pen.y(endTick), colours.ink, 1.6);
    const said = predictions.findLast(({ predicted_at_tick: at }) => at <= this.#tick);
    const x = pen.x(this.#tick);
    pen.line(x, top - 10, x, bottom, colours.ink, 1.25);
    if (said) pen.dot(x, pen.y(said.predicted_end_tick), 3.6, colours.ted);
    this.#drawWords(pen, colours, end + 8);
  }

  #drawWords(pen: Pen, colours: Colours, x: number): void {
    const { endTick, predictions } = this.#record!;
    const last = predictions.at(-1);
    const halo = colours.surface;
    const word = (text: string, y: number, colour: string, weight: 400 | 600 = 400) =>
      pen.text(text, x, y, { colour, weight, halo });
    word(`true end ${endTick}`, pen.y(endTick), colours.ink, 600);
    if (!last) return;
    const apart = (y: number) => (Math.abs(y - pen.y(endTick)) < 15 ? pen.y(endTick) - 16 : y);
    word('median', apart(pen.y(last.predicted_end_tick)), colours.ted);
    word('10–90%', pen.y(last.quantiles.q90) + 8, colours.ted);
    pen.text('already passed', pen.x(endTick * 0.62), pen.y(endTick * 0.5), {
      colour: colours['ink-3'],
      halo,
    });
  }
}
