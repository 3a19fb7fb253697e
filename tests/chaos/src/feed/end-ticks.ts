import type { Randomness } from '../../../../packages/feed-simulator/src/randomness.ts';

/** Three of four games are this short on average, so that side bets become worth their price and are recommended. */
const SHORT_MEAN = 80;
/** The others end as the published games do. */
const FAIR_MEAN = 200;
const SHORT_SHARE = 0.75;
const LONGEST = 1200;

/** End ticks of games without memory: each tick is the last one with the same probability. */
export function endTicks(random: Randomness, count: number): number[] {
  return Array.from({ length: count }, () => {
    const mean = random.chance(SHORT_SHARE) ? SHORT_MEAN : FAIR_MEAN;
    const ticks = Math.ceil(Math.log(1 - random.uniform()) / Math.log(1 - 1 / mean));
    return Math.min(LONGEST, Math.max(1, ticks));
  });
}
