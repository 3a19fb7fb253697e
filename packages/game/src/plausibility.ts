import type { GameStateUpdate } from './feed-events.ts';

/** A jump of more ticks than this in one update (100 s) is believed only once the next update confirms it. */
const MAX_UNCONFIRMED_JUMP = 400;
/** How far a confirming update may be ahead of the one that it confirms. */
const CONFIRMATION_TICKS = 80;

interface Followed {
  gameId: string;
  tick: number;
  running: boolean;
}

/**
 * Whether an update contradicts what is being followed so much that one garbled message is the likelier explanation:
 * another game in the middle of a running one, or an absurd jump within it.
 */
export function needsConfirmation(update: GameStateUpdate, followed: Followed | undefined): boolean {
  if (!followed?.running) return false;
  if (update.gameId !== followed.gameId) return true;
  return update.tickCount !== undefined && update.tickCount > followed.tick + MAX_UNCONFIRMED_JUMP;
}

/** Whether `update` tells the same story as the doubted one before it. */
export function confirms(update: GameStateUpdate, doubted: GameStateUpdate): boolean {
  if (update.gameId !== doubted.gameId) return false;
  if (update.tickCount === undefined || doubted.tickCount === undefined) return true;
  // A new game may begin between the two, at tick 0.
  return update.tickCount >= doubted.tickCount && update.tickCount <= doubted.tickCount + CONFIRMATION_TICKS;
}
