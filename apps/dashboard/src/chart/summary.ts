import { percent, price } from '../format/numbers.ts';
import type { Scene } from './scene.ts';

/** The chart in one or two sentences, for those who do not see it. */
export function summary({ is, head, rug, ticks, prices, forecast, silence }: Scene): string {
  if (is === 'empty' || !head) return 'Price chart, empty: no game has been seen yet.';
  const first = ticks[prices.findIndex((known) => known !== null)] ?? 0;
  const path = `Price from tick ${first} to ${head.tick}`;
  const end = rug ? ` It ended at tick ${rug.tick}; the rug price was ${price(rug.price)}.` : '';
  const ends = forecast
    ? ` TED's median end is tick ${forecast.q50}; 8 in 10 chance that it ends between ${forecast.q10} and ${forecast.q90}. ` +
      `Chance that it ends within 40 ticks: ${percent(forecast.chance)}.`
    : '';
  if (is === 'past') return `${path}, there ${price(head.price)}.${ends}${end}`;
  if (is === 'ended') return `${path}, last ${price(head.price)}.${end}`;
  if (silence) {
    return `${path}, last seen at ${price(head.price)}. No data for ${silence.seconds} s, so no forecast is drawn.`;
  }
  return `${path}, now ${price(head.price)}.${ends}`;
}
