import { percent, price } from '../format/numbers.ts';
import type { Colours } from './colours.ts';
import { placeLabels, type Label } from './labels.ts';
import type { Pen } from './pen.ts';
import type { Point } from '../live/price-path.ts';
import type { Scene, SceneForecast } from './scene.ts';

/** The labels' line is so far above the plot. */
const LABELS_ABOVE = 13;
/** Lines reach so far above the plot, towards their label. */
const REACH = 6;

type Word = Omit<Label, 'width'> & { text: string; colour: string };

/**
 * Over the price: where the game is, where it ended, where TED thinks it ends, all with their words.
 * @param told the scene that the words are taken from; they stand where `scene` says
 */
export function drawMarks(
  pen: Pen,
  scene: Scene,
  told: Scene,
  colours: Colours,
  hasPlotBelow: boolean,
): void {
  const { head, rug, forecast } = scene;
  if (!head) return;
  const { top } = pen.box;
  // Down to the canvas' edge, where the plot below takes the lines up.
  const bottom = hasPlotBelow ? pen.height : pen.box.bottom;
  const headX = pen.x(head.tick);
  if (forecast) {
    const medianX = pen.x(forecast.q50);
    pen.line(medianX, top - REACH, medianX, bottom, colours.ted, 2, [5, 4]);
    // A game that is played back says them above, where no price is in their way.
    if (told.forecast && scene.is !== 'past') drawBandWords(pen, forecast, told.forecast, colours);
  }
  if (rug) drawRug(pen, scene, rug, colours);
  if (!rug || scene.is === 'past')
    pen.line(headX, top - REACH, headX, bottom, scene.is === 'old' ? colours.bar : colours.ink, 1.25);
  drawPeak(pen, scene, colours);
  drawHead(pen, scene, told, colours);
  drawWords(pen, words(pen, scene, told, colours));
}

function words(pen: Pen, scene: Scene, told: Scene, colours: Colours): Word[] {
  const { is, head, rug, forecast, silence } = scene;
  if (!head || !told.head) return [];
  if (is === 'past') return pastWords(pen, scene, head, colours);
  const at = pen.x(head.tick);
  if (rug) {
    const text = `ended at tick ${rug.tick}`;
    return [{ at: pen.x(rug.tick), side: 'before', isOptional: false, text, colour: colours.ink }];
  }
  if (is === 'ended') return [];
  if (silence) {
    const seen = `last seen: tick ${head.tick}`;
    return [
      { at, side: 'before', isOptional: false, text: seen, colour: colours['ink-2'] },
      { at, side: 'after', isOptional: false, text: `no data for ${silence.seconds} s`, colour: colours.bar },
    ];
  }
  const now: Word = {
    at,
    side: 'before',
    isOptional: false,
    text: `now, tick ${told.head.tick}`,
    colour: colours.ink,
  };
  if (!forecast || !told.forecast) return [now];
  const { q50, chance } = told.forecast;
  return [
    now,
    { at, side: 'after', isOptional: true, text: `next 40: ${percent(chance)}`, colour: colours.ted },
    {
      at: pen.x(forecast.q50),
      side: 'after',
      isOptional: false,
      text: `median end ${q50}`,
      colour: colours.ted,
    },
  ];
}

/** A game that is played back: where the reader is, what TED said there, and how it ended. */
function pastWords(pen: Pen, { rug, forecast }: Scene, head: Point, colours: Colours): Word[] {
  const at = pen.x(head.tick);
  const isNearEnd = rug !== null && rug.tick - head.tick < 3;
  const here: Word = {
    at,
    side: 'before',
    isOptional: isNearEnd,
    text: `tick ${head.tick}: ${price(head.price)}`,
    colour: colours.ink,
  };
  const said: Word[] = forecast
    ? [
        {
          at,
          side: 'after',
          isOptional: true,
          text: `TED: median ${forecast.q50}, ${forecast.q10}–${forecast.q90}`,
          colour: colours.ted,
        },
      ]
    : [];
  const ended: Word[] = rug
    ? [
        {
          at: pen.x(rug.tick),
          side: 'after',
          isOptional: false,
          text: `ended ${rug.tick}`,
          colour: colours.ink,
        },
      ]
    : [];
  return [here, ...said, ...ended];
}

function drawWords(pen: Pen, words: readonly Word[]): void {
  const { left, top, right } = pen.box;
  let shown = words.map((word) => ({ ...word, width: pen.widthOf(word.text, 600) }));
  // A word that is left out gives its room to the others, whose own place decides then.
  if (placeLabels(shown, left - 30, right).some((start) => start === undefined)) {
    shown = shown.filter(({ isOptional }) => !isOptional);
  }
  const starts = placeLabels(shown, left - 30, right);
  shown.forEach(({ text, colour }, i) => {
    const start = starts[i];
    if (start !== undefined) pen.text(text, start, top - LABELS_ABOVE, { colour, weight: 600 });
  });
}

/** The band's limits in words, as long as there is room for them. */
function drawBandWords(pen: Pen, place: SceneForecast, { q10, q90 }: SceneForecast, colours: Colours): void {
  const start = pen.x(place.q50) + 8;
  const room = pen.x(place.q90) - start - 6;
  const text = [
    `8 in 10 chance that it ends in this band: ${q10} to ${q90}`,
    `8 in 10: ${q10} to ${q90}`,
  ].find((candidate) => pen.widthOf(candidate) <= room);
  if (text) pen.text(text, start, pen.box.top + 14, { colour: colours.ted });
}

/** The price falls out of the picture: the rug price is a word at the bottom. */
function drawRug(pen: Pen, { ticks, prices, is }: Scene, rug: Point, colours: Colours) {
  const { top, bottom, right } = pen.box;
  const x = pen.x(rug.tick);
  const i = prices.findLastIndex((known) => known !== null);
  const last = prices[i];
  if (last != null) {
    const y = pen.y(last);
    pen.line(
      pen.x(ticks[i]!),
      y,
      x,
      y,
      is === 'past' ? colours['ink-3'] : colours.ink,
      is === 'past' ? 1.2 : 1.8,
    );
    if (is === 'past') pen.cross(x, y, 4, colours.ink);
  }
  pen.line(x, top - REACH, x, bottom, colours.ink, 1.25);
  const text = `rug price ${price(rug.price)}`;
  const fits = x + 8 + pen.widthOf(text) < right;
  pen.text(text, fits ? x + 8 : x - 8, bottom - 12, {
    colour: colours['ink-2'],
    align: fits ? 'left' : 'right',
    halo: colours.surface,
  });
}

function drawPeak(pen: Pen, { peak, head, is }: Scene, colours: Colours): void {
  if (!peak || !head || peak.price < 1.02) return;
  const text = is === 'past' ? `peak ${price(peak.price)} at ${peak.tick}` : `peak ${price(peak.price)}`;
  const half = pen.widthOf(text) / 2;
  const { left, top } = pen.box;
  const x = Math.max(left + half + 4, pen.x(peak.tick));
  // A peak next to the head would be written over the head's own words.
  if (is !== 'past' && x + half > pen.x(head.tick) - 4) return;
  pen.text(text, x, Math.max(top + 6, pen.y(peak.price) - 11), {
    colour: colours['ink-2'],
    align: 'center',
    halo: colours.surface,
  });
}

function drawHead(pen: Pen, { is, head, rug }: Scene, told: Scene, colours: Colours): void {
  if (!head || (rug && is !== 'past')) return;
  const x = pen.x(head.tick);
  const y = pen.y(head.price);
  const isOld = is === 'old';
  pen.dot(x, y, 4.5, isOld ? colours['ink-2'] : colours.ink, isOld ? colours.surface : colours.ink);
  if (is === 'past') return;
  const text = price((told.head ?? head).price);
  const { left, bottom } = pen.box;
  const fits = x - 10 - pen.widthOf(text, 600) > left + 2;
  const below = y + 16 < bottom - 4 ? y + 16 : y - 16;
  pen.text(text, fits ? x - 8 : x + 10, below, {
    colour: isOld ? colours['ink-2'] : colours.ink,
    weight: 600,
    align: fits ? 'right' : 'left',
    halo: colours.surface,
  });
}
