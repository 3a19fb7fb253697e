import { count } from '../format/numbers.ts';
import { dayOf, hourAndMinute } from '../format/times.ts';
import { WINDOW_TICKS } from '../game.ts';
import type { JudgedGame } from '../live/messages.ts';

const LAST = 100;

/** Games that a median forecast can get within two windows in a fair game: the chance that a 0.5% clock ends in 59…219. */
const FAIR_WITHIN_2 = 42;

/** The history page's sentence. @param firstAt ISO, when the first stored game ended */
export function historySentence(
  total: number | null,
  firstAt: string | null,
  judged: readonly JudgedGame[],
): string {
  const since = firstAt === null ? '' : ` since ${dayOf(firstAt)}, ${hourAndMinute(firstAt)}`;
  const stored = total === null ? '' : `${count(total)} ${total === 1 ? 'game' : 'games'}${since}.`;
  const last = judged.slice(-LAST);
  if (last.length < 20)
    return stored || 'Finished games, what TED had said of them, and whether they were fair.';
  const inside = last.filter((game) => game.in_band).length;
  const near = last.filter(
    (game) => Math.abs(game.predicted_tick - game.actual_tick) <= 2 * WINDOW_TICKS,
  ).length;
  const share = (of: number) => Math.round((of * last.length) / 100);
  return (
    `${stored} In the last ${last.length}, ${inside} ended inside TED’s range (${share(85)} promised) ` +
    `and ${near} within 2 windows of its median (a fair game allows about ${share(FAIR_WITHIN_2)}).`
  ).trim();
}
