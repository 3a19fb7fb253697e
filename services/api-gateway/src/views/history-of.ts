import type { FinishedGame, LiveState } from '@ted/messaging';

const NO_GAMES: readonly FinishedGame[] = [];

/** The finished games of a state, the same array as long as they are the same; of no state, always the same empty one. */
export const historyOf = (state: Readonly<LiveState> | undefined): readonly FinishedGame[] =>
  state?.history ?? NO_GAMES;
