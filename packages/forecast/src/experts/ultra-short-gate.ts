import { ULTRA_SHORT_TICKS } from '@ted/game';
import { BinnedExpert } from './binned.ts';
import { TRIGGER_PRICE } from './ultra-short.ts';

/**
 * How often games are over within ten ticks, learnt for each context: the final price before was ≥ 0.015 or not, and two
 * or more of the last ten games were ultra-short or not. Pattern 2 says it beforehand; this one learns it.
 */
export const ultraShortGate = (): BinnedExpert =>
  new BinnedExpert({
    name: 'ultra-short-gate',
    edges: [0, ULTRA_SHORT_TICKS],
    publishedLast: true,
    contexts: 4,
    contextOf: ({ lastFinalPrice, recentUltraShorts }) =>
      (lastFinalPrice !== null && lastFinalPrice >= TRIGGER_PRICE ? 1 : 0) + (recentUltraShorts >= 2 ? 2 : 0),
  });
