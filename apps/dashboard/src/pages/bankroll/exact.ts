import type { Figures } from './figures.ts';

export interface ExactFigures {
  /** Expected gain of a bet, per 1 staked: payout · p − 1. */
  gain: number;
  /** Standard deviation of it: payout · √(p (1 − p)). */
  spread: number;
  /** Expected change after all bets, if the bankroll lasts. */
  after: number;
  /** Kelly's share of the bankroll, (payout · p − 1) / (payout − 1), at least 0 (Kelly 1956). */
  kelly: number;
}

/** What follows from the figures without chance. */
export function exactFigures({ stake, chance, bets, payout }: Figures): ExactFigures {
  const gain = payout * chance - 1;
  return {
    gain,
    spread: payout * Math.sqrt(chance * (1 - chance)),
    after: gain * stake * bets,
    kelly: Math.max(0, gain / (payout - 1)),
  };
}
