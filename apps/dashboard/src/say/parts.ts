import type { System, SystemPart } from '../api/system.ts';
import type { IconName } from '../components/Icon.tsx';
import { count } from '../format/numbers.ts';
import { duration, wholeSeconds } from '../format/times.ts';
import type { Freshness } from '../live/freshness.ts';
import type { LiveState } from '../live/state.ts';

/** One line of the connections. */
export interface Part {
  name: string;
  icon: IconName;
  tone: 'plain' | 'warn' | 'bad' | 'unknown';
  says: string;
}

const NAMES = ['Game feed', 'Ingest', 'Gateway', 'Redis', 'Workers', 'MongoDB'] as const;

/** The six parts between the game and this page. */
export function parts(state: LiveState, freshness: Freshness, now: number): Part[] {
  const { system, isAnswering, connection } = state;
  if (!system || !isAnswering) {
    return NAMES.map((name): Part => {
      if (name === 'Gateway' && connection.is === 'lost') {
        const says = `silent for ${wholeSeconds(now - connection.since)}`;
        return { name, icon: 'warn', tone: 'warn', says };
      }
      if (name === 'Gateway' && !isAnswering)
        return { name, icon: 'warn', tone: 'warn', says: 'does not answer' };
      const says = freshness.is === 'loading' ? 'checking' : 'not known';
      return { name, icon: 'unknown', tone: 'unknown', says };
    });
  }
  const { parts, workers } = system;
  const working = workers.filter(({ state }) => state !== 'down').length;
  return [
    gameFeed(parts, freshness, now),
    part('Ingest', parts.ingest, rate(state.rate.perSecond), now),
    { name: 'Gateway', icon: 'ok', tone: 'plain', says: `${Math.max(1, Math.round(system.tookMs))} ms` },
    part('Redis', parts.redis, waiting(system), now),
    part('Workers', parts.workers, `${working} of ${workers.length}`, now),
    part('MongoDB', parts.mongodb, saved(system, now), now),
  ];
}

function gameFeed({ ingest, feed }: System['parts'], freshness: Freshness, now: number): Part {
  const name = 'Game feed';
  // Ingest alone knows of the feed.
  if (ingest.state === 'down') return { name, icon: 'unknown', tone: 'unknown', says: 'not known' };
  if (freshness.is === 'stale' && feed.state === 'ok') {
    return { name, icon: 'warn', tone: 'warn', says: `silent for ${wholeSeconds(freshness.ageMs)}` };
  }
  return part(name, feed, freshness.is === 'live' ? `${duration(freshness.ageMs)} ago` : 'connected', now);
}

function part(name: string, { state, since }: SystemPart, whenOk: string, now: number): Part {
  if (state === 'ok') return { name, icon: 'ok', tone: 'plain', says: whenOk };
  if (state === 'degraded') return { name, icon: 'warn', tone: 'warn', says: 'needs a look' };
  const forLong = since === null ? '' : ` ${wholeSeconds(now - Date.parse(since))}`;
  return { name, icon: 'bad', tone: 'bad', says: `down${forLong}` };
}

const rate = (perSecond: number | null): string =>
  perSecond === null ? 'connected' : `${perSecond.toFixed(1)} updates/s`;

function waiting({ queues }: System): string {
  const batches = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  return batches === 1 ? '1 job waiting' : `${count(batches)} jobs waiting`;
}

function saved({ storing }: System, now: number): string {
  if (!storing.enabled) return 'storing is off';
  if (storing.last_save === null) return 'nothing stored yet';
  return `saved ${duration(now - Date.parse(storing.last_save))} ago`;
}
