import { survivalAt, type Scene } from '../chart/scene.ts';
import { count, percent, price } from '../format/numbers.ts';
import { priceAt, saidAt, type GameRecord } from '../pages/game/record.ts';

/** What the crosshair reads of the running game at a tick. */
export function liveReading({ head, rug, prices, forecast }: Scene, tick: number): string {
  const at = `Tick ${count(tick)}: `;
  if (!head) return `${at}no game has been seen.`;
  if (rug && tick >= rug.tick) return `${at}the game had ended at tick ${count(rug.tick)}.`;
  if (tick <= head.tick) {
    const known = prices[tick];
    return known === null || known === undefined ? `${at}price not seen.` : `${at}${price(known)}.`;
  }
  const chance = forecast && survivalAt(forecast, tick);
  if (chance === null) return `${at}${forecast ? 'beyond the forecast.' : 'not known.'}`;
  return `${at}${percent(chance)} chance that it still runs, ${percent(1 - chance)} that it has ended.`;
}

/** What the crosshair reads of a game that is over: the price, and what TED said then. */
export function pastReading(record: GameRecord, tick: number): string {
  const at = `Tick ${count(tick)}: `;
  const { endTick, startTick } = record;
  if (tick >= endTick) return `${at}the game had ended at tick ${count(endTick)}.`;
  const here = tick < startTick && record.source === 'samples' ? null : priceAt(record, tick);
  const seen = here ? `${price(here.price)}.` : 'price not seen.';
  const said = saidAt(record.predictions, tick);
  if (!said) return `${at}${seen} TED had said nothing yet.`;
  const { q10, q90 } = said.quantiles;
  return `${at}${seen} TED: median end ${count(said.predicted_end_tick)}, 8 in 10 from ${count(q10)} to ${count(q90)}.`;
}
