import type { StoredPrediction } from '../../api/stored-forecasts.ts';
import { tickAxis, valueAxis } from '../../chart/axes.ts';
import { RIGHT_PX } from '../../chart/layout.ts';
import type { Colours } from '../../chart/colours.ts';
import { drawCrosshair } from '../../chart/draw-crosshair.ts';
import { Layer } from '../../chart/layer.ts';
import { mountPlot, type MountedPlot } from '../../chart/mount-plot.ts';
import type { Pen } from '../../chart/pen.ts';
import { roundSteps } from '../../chart/scale.ts';
import { count } from '../../format/numbers.ts';
import type { GameRecord } from './record.ts';

/** When TED thought, tick by tick, that the game would end; the same ticks on x as the price above. */
export class EndPlot {
  readonly #mounted: MountedPlot;
  readonly #forecasts = new Layer();
  #record: GameRecord | null = null;
  #tick = 0;
  #pointed: number | null = null;

  constructor(host: HTMLElement) {
    const max = () => this.#record?.xMax ?? 1;
    const splits = () => roundSteps(this.#top(), 4);
    this.#mounted = mountPlot(host, {
      padding: [10, RIGHT_PX, 0, 0],
      x: () => [0, max()],
      y: { range: () => [0, splits().at(-1)!] },
      axes: (drawing) => [tickAxis(drawing, max), valueAxis(drawing, splits, count)],
      above: (pen, colours) => {
        this.#drawForecasts(pen, colours);
        this.#drawMarks(pen, colours);
        drawCrosshair(pen, this.#pointed, colours);
      },
    });
  }

  show(record: GameRecord): void {
    this.#record = record;
    this.#mounted.rescale();
  }

  moveTo(tick: number): void {
    this.#tick = tick;
    this.#mounted.redraw();
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
    this.#mounted.destroy();
  }

  #top(): number {
    const { predictions = [], endTick = 100 } = this.#record ?? {};
    return Math.max(endTick, ...predictions.map(({ quantiles }) => quantiles.q90));
  }

  /** Each forecast stands until the next. */
  #drawForecasts(pen: Pen, colours: Colours): void {
    if (!this.#record) return;
    const { gameId, predictions, endTick } = this.#record;
    const { 'ted-soft': field, ted } = colours;
    const { layer, isEmpty } = this.#forecasts.open(pen, `${gameId} ${predictions.length} ${field}`);
    if (isEmpty) {
      const steps = (value: (prediction: StoredPrediction) => number) =>
        predictions.flatMap((prediction, i) => {
          const until = predictions[i + 1]?.predicted_at_tick ?? endTick;
          const y = pen.y(value(prediction));
          return [[pen.x(prediction.predicted_at_tick), y] as const, [pen.x(until), y] as const];
        });
      layer.draw(() => {
        layer.area(
          [...steps(({ quantiles }) => quantiles.q90), ...steps(({ quantiles }) => quantiles.q10).reverse()],
          field,
        );
        layer.path(
          steps(({ predicted_end_tick: median }) => median),
          ted,
          1.6,
          [5, 3],
        );
      });
    }
    this.#forecasts.put(pen);
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
