import type { Pattern } from './rate-expert.ts';

/**
 * Pattern 3, as documented: of the games at 8× 24.4% reach 50×, at 12× 23.0% reach 100×, at 20× 50% go on. In a fair game
 * 13.1%, 10.0% and 35.7% do; what is documented means these factors of the hazard from there on.
 */
const LEVELS = [
  { peak: 8, multiplier: 0.58 },
  { peak: 12, multiplier: 0.51 },
  { peak: 20, multiplier: 0.55 },
] as const;
/** "The longer since the last moonshot (≥ 50×), the likelier the next", in games. */
const DROUGHTS = [
  { games: 42, factor: 1 },
  { games: 63, factor: 1.2 },
  { games: 84, factor: 1.5 },
  { games: Infinity, factor: 2 },
] as const;
const LEAST = 0.1;

export const momentum = (): Pattern => {
  let drought = 1;
  let level = -1;
  return {
    startGame: ({ sinceMoonshot }) => {
      drought = DROUGHTS.find(({ games }) => sinceMoonshot < games)!.factor;
      level = -1;
      return [{ from: 0, multiplier: 1 }];
    },
    observe: (tick, { peak }) => {
      if (peak < LEVELS[0].peak || level === LEVELS.length - 1) return undefined;
      const reached = LEVELS.findLastIndex((one) => peak >= one.peak);
      if (reached === level) return undefined;
      level = reached;
      return [{ from: tick, multiplier: Math.max(LEAST, LEVELS[level]!.multiplier / drought) }];
    },
  };
};
