import type { Session } from '../feed/feed-log.ts';

export interface Interval {
  from: number;
  to: number;
}

/** kill -9 of ingest. `lagMs`: how far it was behind the feed just before, on a machine that has other things to do. */
export interface Kill {
  at: number;
  lagMs: number;
}

/** Records count as accepted when they are synced; what was sent so shortly before a cut may not be. */
export const SYNC_MS = 100;
/** So soon after a stop has ended, a cut comes of the stop: no pause between two faults of ingest is as short. */
const RESUMED_MS = 250;

/**
 * The times in which nothing that was sent is demanded: from one sync interval before an ingest's kill, or before the
 * connection was cut, until it is connected again. An ingest that was stopped (SIGSTOP) when its connection was cut has
 * read nothing since it was stopped; nor has one that gives the connection up as soon as it goes on, because the feed's pings did
 * not come for so long. Pure.
 */
export function unacceptedWindows(
  sessions: readonly Session[],
  kills: readonly Kill[],
  stops: readonly Interval[],
): Interval[] {
  return sessions.flatMap(({ from, to }, i) => {
    if (to === null) return [];
    const next = sessions[i + 1]?.from ?? Infinity;
    const kill = kills.find(({ at }) => at >= from && at <= to);
    const cut = kill ? kill.at - kill.lagMs : to;
    const stop = stops.find((interval) => interval.from <= cut && cut <= interval.to + RESUMED_MS);
    return [{ from: Math.min(cut, stop?.from ?? Infinity) - SYNC_MS, to: next }];
  });
}

/** Whether a moment lies in one of the intervals. */
export function within(intervals: readonly Interval[], at: number): boolean {
  return intervals.some(({ from, to }) => from <= at && at < to);
}
