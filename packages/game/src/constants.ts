/** Milliseconds of one tick. */
export const TICK_MS = 250;
/** Ticks of a side bet's window; errors are also expressed in windows. */
export const WINDOW_TICKS = 40;
/** Gross payout of a won side bet per unit staked. */
export const SIDE_BET_PAYOUT = 5;
/** The published chance that the next tick is the rug. */
export const PUBLISHED_HAZARD = 0.005;
/** p_rug_40 of a game that follows the published rule: 1 − 0.995⁴⁰ = 0.18168, the baseline beside every score. */
export const BASELINE_P_RUG_40 = 1 - (1 - PUBLISHED_HAZARD) ** WINDOW_TICKS;
/** The longest game the published algorithm can make, with room for the repeated rug updates. */
export const MAX_TICK = 10_000;
/** A game that ends this early is called ultra-short. */
export const ULTRA_SHORT_TICKS = 10;
/** A final price from which a game counts as "max payout". */
export const MAX_PAYOUT_PRICE = 0.019;
/** A peak from which a game counts as a moonshot. */
export const MOONSHOT_PEAK = 50;
/** The documented median game length, shown to clients as a constant. */
export const MEDIAN_DURATION_TICKS = 205;
