import { price } from '../format/numbers.ts';
import type { Freshness } from '../live/freshness.ts';
import { phaseOf } from '../live/phase.ts';
import type { LiveState } from '../live/state.ts';

/** The state in short, for the browser's tab: "10.63× · Wait · TED". */
export function titleOf({ game }: LiveState, freshness: Freshness, decision: string): string {
  if (freshness.is === 'loading') return 'TED';
  if (freshness.is !== 'live') return `${freshness.is === 'stale' ? 'Stale' : 'No live data'} · TED`;
  const now = game && phaseOf(game).is === 'running' ? price(game.currentPrice) : 'Between games';
  return `${now} · ${decision} · TED`;
}
