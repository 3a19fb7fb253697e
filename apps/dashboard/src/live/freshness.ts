import { phaseOf } from './phase.ts';
import type { LiveState } from './state.ts';

/** Data older than this is old, ms. */
export const LIMIT_RUNNING_MS = 2000;
const LIMIT_BETWEEN_MS = 5000;

/** How far what the page shows can be trusted. */
export type Freshness =
  | { is: 'loading'; forMs: number }
  | { is: 'live'; ageMs: number }
  | { is: 'stale'; ageMs: number; cause: 'connection' | 'feed' }
  /** A part says itself that it is down; `since` is ISO. */
  | { is: 'down'; part: 'ingest' | 'feed'; since: string | null; why: string | null }
  | { is: 'foreign' };

export function freshnessOf(state: LiveState, now: number): Freshness {
  const { connection, updatedAt, system, isAnswering, game } = state;
  if (state.foreign) return { is: 'foreign' };
  const limit = phaseOf(game).is === 'running' ? LIMIT_RUNNING_MS : LIMIT_BETWEEN_MS;
  // The clock of the page is a little behind the messages.
  const ageMs = updatedAt === null ? null : Math.max(0, now - updatedAt);
  if (ageMs !== null && ageMs <= limit) return { is: 'live', ageMs };
  const isOpen = connection.is === 'open';
  if (isOpen && system && isAnswering) {
    const { ingest, feed } = system.parts;
    if (ingest.state === 'down') return { is: 'down', part: 'ingest', since: ingest.since, why: ingest.why };
    if (feed.state === 'down') return { is: 'down', part: 'feed', since: feed.since, why: feed.why };
  }
  if (ageMs === null) return { is: 'loading', forMs: Math.max(0, now - state.startedAt) };
  return { is: 'stale', ageMs, cause: isOpen ? 'feed' : 'connection' };
}
