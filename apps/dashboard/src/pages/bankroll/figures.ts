/** What the calculator works with. Stake and bankroll in the reader's own unit. */
export interface Figures {
  stake: number;
  bankroll: number;
  /** Chance that a bet wins, in [0, 1]. */
  chance: number;
  bets: number;
  /** Gross payout for 1 staked. */
  payout: number;
}

/** The fields as they were typed. */
export interface Typed {
  stake: string;
  bankroll: string;
  /** In percent. */
  chance: string;
  bets: string;
  payout: string;
}

export type Problems = Partial<Record<keyof Typed, string>>;

const MAX_BETS = 10_000;

/** Reads the fields. Problems name what is wrong with a field and what it takes. */
export function readFigures(typed: Typed): { figures: Figures } | { problems: Problems } {
  const figures: Figures = {
    stake: number(typed.stake),
    bankroll: number(typed.bankroll),
    chance: number(typed.chance) / 100,
    bets: number(typed.bets),
    payout: number(typed.payout),
  };
  const { stake, bankroll, chance, bets, payout } = figures;
  const problems: Problems = {};
  if (!(stake > 0)) problems.stake = 'A number above 0.';
  if (!(bankroll > 0)) problems.bankroll = 'A number above 0.';
  else if (stake > bankroll) problems.stake = 'More than the bankroll: no bet could be placed.';
  if (!(chance >= 0 && chance <= 1)) problems.chance = 'A chance from 0 to 100%.';
  if (!(Number.isInteger(bets) && bets >= 1 && bets <= MAX_BETS))
    problems.bets = 'A whole number from 1 to 10,000.';
  if (!(payout > 1 && payout <= 1000)) problems.payout = 'More than 1, at most 1,000.';
  return Object.keys(problems).length > 0 ? { problems } : { figures };
}

/** "1,000.5", " 18.7 % " and "5 for 1" are numbers; anything else is NaN. */
function number(text: string): number {
  const plain = text
    .replace(/(\s*%|\s*for 1)\s*$/, '')
    .replaceAll(',', '')
    .trim();
  return plain === '' ? NaN : Number(plain);
}
