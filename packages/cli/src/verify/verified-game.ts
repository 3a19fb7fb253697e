import type { GameVerdict } from '@ted/fairness';

/** A game with its verdict. */
export interface VerifiedGame extends GameVerdict {
  gameId: string;
  /** Undefined for games of a recording. */
  feed?: string;
}
