import { MAX_PAYOUT_PRICE, MOONSHOT_PEAK, PUBLISHED_HAZARD, ULTRA_SHORT_TICKS } from '@ted/game';
import { mean, median } from '@ted/forecast';
import type { EndedGame } from '@ted/storage';
import { shareOf } from './share.ts';

/** How long games lasted and how high they went; null where there is none. Pure. */
export function lengths(games: readonly EndedGame[]) {
  const ends = games.map(({ end_tick }) => end_tick);
  const share = (holds: (game: EndedGame) => boolean) => shareOf(games, holds).share;
  return {
    games: games.length,
    median_end_tick: median(ends),
    mean_end_tick: mean(ends),
    ultra_short: share(({ end_tick }) => end_tick <= ULTRA_SHORT_TICKS),
    max_payout: share(({ final_price }) => final_price >= MAX_PAYOUT_PRICE),
    moonshots: share(({ peak_price }) => peak_price >= MOONSHOT_PEAK),
  };
}

/** The same by the published rule: the number of ticks is geometric. */
export const PUBLISHED_LENGTHS = {
  median_end_tick: Math.ceil(Math.log(0.5) / Math.log(1 - PUBLISHED_HAZARD)),
  mean_end_tick: 1 / PUBLISHED_HAZARD,
  ultra_short: 1 - (1 - PUBLISHED_HAZARD) ** ULTRA_SHORT_TICKS,
};
