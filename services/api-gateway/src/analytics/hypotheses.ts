import { MAX_PAYOUT_PRICE, ULTRA_SHORT_TICKS } from '@ted/game';
import type { EndedGame } from '@ted/storage';
import { shareOf, type Share } from './share.ts';

/** What the hypotheses look at of a game, stored or in memory. */
export type JudgedGame = Pick<EndedGame, 'end_tick' | 'peak_price' | 'final_price'>;

interface Hypothesis {
  pattern: 'pattern1' | 'pattern2' | 'pattern3';
  says: string;
  /** The share that the original claimed. */
  claimed: number;
  /** Whether it speaks of this game; `before` are the games up to it, the last one just before it. */
  condition: (game: JudgedGame, before: readonly JudgedGame[]) => boolean;
  outcome: (game: JudgedGame) => boolean;
}

/** A final price from which pattern 2 expects an ultra-short game next. */
const HIGH_FINAL_PRICE = 0.015;
/** Games after a max-payout game that pattern 1 speaks of. */
const RECOVERY_GAMES = 3;

const isMaxPayout = ({ final_price }: JudgedGame): boolean => final_price >= MAX_PAYOUT_PRICE;

/** The original's patterns as statements that stored games can bear out or not. */
const HYPOTHESES: readonly Hypothesis[] = [
  {
    pattern: 'pattern1',
    says: 'After a max-payout game the next is one again more often',
    claimed: 0.211,
    condition: (_game, before) => before.length > 0 && isMaxPayout(before.at(-1)!),
    outcome: isMaxPayout,
  },
  {
    pattern: 'pattern1',
    says: 'The three games after a max-payout game more often outlast 205 ticks',
    // 24.4% longer than a median of 205: with lengths that fade at an even rate, half of them outlast 255 ticks.
    claimed: 0.5 ** (205 / 255),
    condition: (_game, before) => before.slice(-RECOVERY_GAMES).some(isMaxPayout),
    outcome: ({ end_tick }) => end_tick > 205,
  },
  {
    pattern: 'pattern2',
    says: 'After a final price of at least 0.015 the next game is ultra-short more often',
    claimed: 0.081,
    condition: (_game, before) => (before.at(-1)?.final_price ?? 0) >= HIGH_FINAL_PRICE,
    outcome: ({ end_tick }) => end_tick <= ULTRA_SHORT_TICKS,
  },
  ...(
    [
      [8, 50, 0.244],
      [12, 100, 0.23],
    ] as const
  ).map(([reached, goal, claimed]): Hypothesis => ({
    pattern: 'pattern3',
    says: `A game that has reached ${reached}× reaches ${goal}×`,
    claimed,
    condition: ({ peak_price }) => peak_price >= reached,
    outcome: ({ peak_price }) => peak_price >= goal,
  })),
];

export interface Finding {
  pattern: Hypothesis['pattern'];
  says: string;
  claimed: number;
  observed: Share;
  otherwise: Share;
}

/** How the hypotheses stand in these games (oldest first). Pure. */
export function findings(games: readonly JudgedGame[]): Finding[] {
  const neighbours = games.map((_, i) => games.slice(Math.max(0, i - RECOVERY_GAMES), i));
  return HYPOTHESES.map(({ pattern, says, claimed, condition, outcome }) => {
    const met = games.map((game, i) => condition(game, neighbours[i]!));
    return {
      pattern,
      says,
      claimed,
      observed: shareOf(
        games.filter((_, i) => met[i]),
        outcome,
      ),
      otherwise: shareOf(
        games.filter((_, i) => !met[i]),
        outcome,
      ),
    };
  });
}
