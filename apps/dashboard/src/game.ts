/** Milliseconds of one tick. */
export const TICK_MS = 250;
/** Ticks of a side bet's window. */
export const WINDOW_TICKS = 40;
/** A side bet's chance below which it loses on average: one in its gross payout of 5. */
export const BREAK_EVEN = 1 / 5;
/** The same chance in a game that follows the published rule: 0.5% at every tick. */
export const FAIR_CHANCE = 1 - 0.995 ** WINDOW_TICKS;
/** The posterior probability that TED demands before it recommends a bet. */
export const REQUIRED_CERTAINTY = 0.975;
/** Share of end ticks that TED's ranges promise to hold. */
export const PROMISED_COVERAGE = 0.85;
/** Ticks between two points of the survival curve that TED sends. */
export const SURVIVAL_STEP_TICKS = 20;
/** E-value from which on the evidence against the published rule is called strong. */
export const STRONG_EVIDENCE = 20;
