import { count, price, signed } from '../format/numbers.ts';
import { dayOf, minutes, timeOfDay } from '../format/times.ts';
import { TICK_MS, WINDOW_TICKS } from '../game.ts';
import type { GameDetail } from '../api/game.ts';
import type { StoredPrediction } from '../api/stored-forecasts.ts';

/** "Ended at tick 531 after 2:12, peak 10.36×" */
export function gameTitle({ end_tick: end, peak_price: peak }: GameDetail): string {
  if (end === null) return 'A game whose end was not seen';
  return `Ended at tick ${count(end)} after ${minutes(end * TICK_MS)}${peak === null ? '' : `, peak ${price(peak)}`}`;
}

/** "30 Oct, 14:23:31 to 14:25:59 · 32 of 54 ranges held the end · no bet recommended · verified" */
export function gameReason(game: GameDetail): string {
  const judged = game.predictions.filter(({ in_interval: held }) => held !== null);
  const held = judged.filter(({ in_interval: held }) => held).length;
  const bets = game.side_bets.length;
  const won = game.side_bets.filter(({ actual_outcome: outcome }) => outcome === 'WON').length;
  const late = game.start_tick !== null && game.start_tick > 0 ? `joined at tick ${game.start_tick}` : '';
  const missed = (game.missed_ticks ?? 0) > 0 ? `${game.missed_ticks} ticks not seen` : '';
  return [
    `${dayOf(game.started_at)}, ${timeOfDay(game.started_at)}${game.ended_at === null ? '' : ` to ${timeOfDay(game.ended_at)}`}`,
    judged.length === 0 ? 'no forecast was judged' : `${held} of ${judged.length} ranges held the end`,
    bets === 0 ? 'no bet recommended' : `${bets} ${bets === 1 ? 'bet' : 'bets'} recommended, ${won} won`,
    {
      verified: 'verified',
      mismatch: 'differs from its seed',
      unverifiable: 'cannot be verified',
      waiting: 'waits for its seed',
    }[game.verdict],
    late,
    missed,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** "It ran 271 more ticks and ended at 531: inside the range, −3.4 windows from the median. A bet at tick 260 would have lost." */
export function whatHappened(game: GameDetail, said: StoredPrediction | null, tick: number): string {
  const { end_tick: end } = game;
  if (end === null) return 'Its end was not seen, so nothing can be said about it.';
  const more = end - tick;
  const ran = `It ran ${count(more)} more ${more === 1 ? 'tick' : 'ticks'} and ended at ${count(end)}`;
  // A bet placed at a tick wins if the end is among the next 40 ticks.
  const bet = `A bet at tick ${count(tick)} would have ${more <= WINDOW_TICKS ? 'won' : 'lost'}.`;
  if (!said) return `${ran}. ${bet}`;
  const { lower, upper } = said.uncertainty_bounds;
  const is = end >= lower && end <= upper ? 'inside' : 'outside';
  const windows = (said.predicted_end_tick - end) / WINDOW_TICKS;
  return `${ran}: ${is} the range, ${signed(windows, 1)} windows from the median. ${bet}`;
}

/** The chart of forecast ends in a sentence. */
export function forecastsSummary({
  predictions,
  endTick,
}: {
  predictions: readonly StoredPrediction[];
  endTick: number;
}): string {
  const first = predictions[0];
  const last = predictions.at(-1);
  if (!first || !last) return 'Forecast ends, empty: no prediction of this game is stored.';
  return (
    `Ends that TED forecast: the median rose from tick ${count(first.predicted_end_tick)} at tick ${first.predicted_at_tick} ` +
    `to ${count(last.predicted_end_tick)} at tick ${last.predicted_at_tick}. The true end was ${count(endTick)}.`
  );
}
