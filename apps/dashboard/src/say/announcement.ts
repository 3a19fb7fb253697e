import type { Freshness } from '../live/freshness.ts';
import { phaseOf } from '../live/phase.ts';
import type { LiveState } from '../live/state.ts';

/** What is worth telling aloud. Changes with the phase, the decision and the state of the data, never with a tick. */
export function announcement({ game }: LiveState, freshness: Freshness, decision: string): string {
  switch (freshness.is) {
    case 'loading':
      return '';
    case 'stale':
      return 'The live data is old. TED gives no advice.';
    case 'down':
    case 'foreign':
      return 'No live data. TED gives no advice.';
    case 'live':
      return `${phaseWords(game)} Side bet: ${decision}.`;
  }
}

function phaseWords(game: LiveState['game']): string {
  switch (phaseOf(game).is) {
    case 'running':
      return 'A game is running.';
    case 'ended':
      return `The game ended at tick ${game!.currentTick}.`;
    case 'cooldown':
      return 'Between games.';
    case 'presale':
      return 'Presale: side bets can be placed for tick 0.';
    case 'unknown':
      return 'No game has been seen yet.';
  }
}
