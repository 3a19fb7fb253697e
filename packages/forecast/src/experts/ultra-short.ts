import { ULTRA_SHORT_TICKS } from '@ted/game';
import type { Pattern } from './rate-expert.ts';

export const TRIGGER_PRICE = 0.015;
/** "Ultra-short with 8.1% instead of 6.4%", as a factor of the hazard of each of the ten ticks. */
const SHORTER = Math.log(1 - 0.081) / Math.log(1 - 0.064);
/** "Ultra-shorts cluster": two or more among the last ten games. */
const CLUSTER = { games: 2, factor: 1.5 };

/** Pattern 2, as documented: after a final price ≥ 0.015 the next game is more often over within ten ticks. */
export const ultraShort = (): Pattern => ({
  startGame: ({ lastFinalPrice, recentUltraShorts }) => {
    if (lastFinalPrice === null || lastFinalPrice < TRIGGER_PRICE) return [{ from: 0, multiplier: 1 }];
    const clustered = recentUltraShorts >= CLUSTER.games ? CLUSTER.factor : 1;
    return [
      { from: 0, multiplier: SHORTER * clustered },
      { from: ULTRA_SHORT_TICKS, multiplier: 1 },
    ];
  },
});
