import type { Pattern } from './rate-expert.ts';

const GAMES = 3;
/** "The next game lasts 24.4% longer." */
const LONGER = 1.244;

/** Pattern 1, as documented: the three games after one with a final price ≥ 0.019 last longer. */
export const recovery = (): Pattern => ({
  startGame: ({ sinceMaxPayout }) => {
    const recovering = sinceMaxPayout !== null && sinceMaxPayout < GAMES;
    return [{ from: 0, multiplier: recovering ? 1 / LONGER : 1 }];
  },
});
