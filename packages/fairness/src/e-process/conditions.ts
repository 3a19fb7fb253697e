/** What is known when a tick has passed, from nothing but what came before. */
export interface Moment {
  /** The game is alive at this tick; what is at stake is whether it ends at the next one. */
  tick: number;
  /** Highest price of the game so far. */
  peakPrice: number;
  /** Final price of the game before; null where it is not known. */
  previousFinalPrice: number | null;
}

/** A set of ticks at which the hazard may differ from the published one. */
export interface Condition {
  name: string;
  /** Its share of the stake; all shares and the forecast's are 1 together. */
  stake: number;
  holds: (moment: Moment) => boolean;
}

const YOUNG_TICKS = 20;
const HIGH_PEAK = 8;
/** From this final price on a game counts as a high payout. */
const HIGH_PAYOUT = 0.019;

/** What is bet on, fixed before any game was looked at. Whoever changes it begins another process: EVIDENCE_VERSION. */
export const CONDITIONS: readonly Condition[] = [
  { name: 'always', stake: 0.4, holds: () => true },
  { name: 'young', stake: 0.15, holds: ({ tick }) => tick < YOUNG_TICKS },
  { name: 'after a high peak', stake: 0.15, holds: ({ peakPrice }) => peakPrice >= HIGH_PEAK },
  {
    name: 'after a high payout',
    stake: 0.15,
    holds: ({ previousFinalPrice }) => previousFinalPrice !== null && previousFinalPrice >= HIGH_PAYOUT,
  },
];

/** The share of the stake that is bet on the forecast's hazards, whatever they are. */
export const FORECAST_STAKE = 0.15;
