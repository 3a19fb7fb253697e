import type { Pattern, Segment } from './rate-expert.ts';

const STEP_TICKS = 20;
const STEPS = 24;

/** In steps of 20 ticks: after 480 ticks the documented factor 0.75 + 0.25 · e^(−Δt/120) is within 0.005 of 0.75. */
const SHAPE: readonly Segment[] = Array.from({ length: STEPS + 1 }, (_, i) => ({
  from: i * STEP_TICKS,
  multiplier: i === STEPS ? 0.75 : 0.75 + 0.25 * Math.exp(-((i + 0.5) * STEP_TICKS) / 120),
}));

/** As documented: after an early peak (≥ 3 × EMA for 10 ticks within the first 120) a game lasts longer and longer. */
export const earlyPeak = (): Pattern => {
  let active = false;
  return {
    startGame: () => {
      active = false;
      return [{ from: 0, multiplier: 1 }];
    },
    observe: (tick, { features }) => {
      if (active || !features.epr_active) return undefined;
      active = true;
      return SHAPE.map(({ from, multiplier }) => ({ from: tick + from, multiplier }));
    },
  };
};
