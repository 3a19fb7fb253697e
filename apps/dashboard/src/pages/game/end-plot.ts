import type { StoredPrediction } from '../../api/stored-forecasts.ts';
import { tickAxis, valueAxis } from '../../chart/axes.ts';
import type { Colours } from '../../chart/colours.ts';
import { GamePlot } from '../../chart/game-plot.ts';
import { Layer } from '../../chart/layer.ts';
import type { Pen } from '../../chart/pen.ts';
import { roundSteps } from '../../chart/scale.ts';
import { count } from '../../format/numbers.ts';
import type { GameRecord } from './record.ts';

/** A game and the tick that the playhead is at. */
interface Ends {
  record: GameRecord | null;
  tick: number;
}

/** When TED thought, tick by tick, that the game would end; the same ticks on x as the price above. */
export function endPlot(host: HTMLElement): GamePlot<Ends> {
  const forecasts = new Layer();
  const max = ({ record }: Ends) => record?.xMax ?? 1;
  const splits = ({ record }: Ends) => roundSteps(top(record), 4);
  return new GamePlot<Ends>(host, {
    empty: { record: null, tick: 0 },
    abovePx: 10,
    xMax: max,
    y: { range: (shown) => [0, splits(shown).at(-1)!] },
    axes: (drawing, shown) => [
      tickAxis(drawing, () => max(shown())),
      valueAxis(drawing, () => splits(shown()), count),
    ],
    above: (pen, colours, { record, tick }) => {
      if (!record) return;
      drawForecasts(pen, colours, record, forecasts);
      drawMarks(pen, colours, record, tick);
    },
  });
}

function top(record: GameRecord | null): number {
  const { predictions = [], endTick = 100 } = record ?? {};
  return Math.max(endTick, ...predictions.map(({ quantiles }) => quantiles.q90));
}

/** Each forecast stands until the next. */
function drawForecasts(
  pen: Pen,
  colours: Colours,
  { gameId, predictions, endTick }: GameRecord,
  forecasts: Layer,
): void {
  const { 'ted-soft': field, ted } = colours;
  const { layer, isEmpty } = forecasts.open(pen, `${gameId} ${predictions.length} ${field}`);
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
  forecasts.put(pen);
}

function drawMarks(pen: Pen, colours: Colours, record: GameRecord, tick: number): void {
  const { endTick, predictions } = record;
  const { bottom, top } = pen.box;
  const end = pen.x(endTick);
  const left = pen.x(0);
  pen.line(left, pen.y(0), end, pen.y(endTick), colours.chance, 1.2, [2, 3]);
  pen.line(left, pen.y(endTick), end, pen.y(endTick), colours.ink, 1.6);
  const said = predictions.findLast(({ predicted_at_tick: at }) => at <= tick);
  const x = pen.x(tick);
  pen.line(x, top - 10, x, bottom, colours.ink, 1.25);
  if (said) pen.dot(x, pen.y(said.predicted_end_tick), 3.6, colours.ted);
  drawWords(pen, colours, record, end + 8);
}

function drawWords(pen: Pen, colours: Colours, { endTick, predictions }: GameRecord, x: number): void {
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
