import type { IconName } from '../components/Icon.tsx';
import { count } from '../format/numbers.ts';
import { duration, wholeSeconds } from '../format/times.ts';
import type { Freshness } from '../live/freshness.ts';
import type { LiveState } from '../live/state.ts';
import type { Component, Status } from '../live/status.ts';

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
  const { status, connection } = state;
  if (!status) {
    return NAMES.map((name): Part => {
      if (name === 'Gateway' && connection.is === 'lost') {
        return {
          name,
          icon: 'warn',
          tone: 'warn',
          says: `silent for ${wholeSeconds(now - connection.since)}`,
        };
      }
      return {
        name,
        icon: 'unknown',
        tone: 'unknown',
        says: freshness.is === 'loading' ? 'checking' : 'not known',
      };
    });
  }
  const { components, persistence } = status;
  const { outbox, workers } = persistence;
  const age =
    freshness.is === 'live' || freshness.is === 'stale' ? `${duration(freshness.ageMs)} ago` : 'connected';
  return [
    gameFeed(components, freshness, age, now),
    part('Ingest', components.ingest, rate(state.updatesPerSecond), now),
    { name: 'Gateway', icon: 'ok', tone: 'plain', says: `${Math.max(1, Math.round(status.tookMs))} ms` },
    part('Redis', components.redis, outbox ? batches(outbox.batches_out) : 'connected', now),
    part(
      'Workers',
      components.persistence_workers,
      `${workers.filter(({ alive }) => alive).length} of ${workers.length}`,
      now,
    ),
    part('MongoDB', components.mongodb, saved(status, now), now),
  ];
}

function gameFeed(
  { ingest, feed }: Status['components'],
  freshness: Freshness,
  age: string,
  now: number,
): Part {
  const name = 'Game feed';
  // Ingest alone knows of the feed.
  if (ingest.status === 'down') return { name, icon: 'unknown', tone: 'unknown', says: 'not known' };
  if (freshness.is === 'stale' && feed.status === 'ok') {
    return { name, icon: 'warn', tone: 'warn', says: `silent for ${wholeSeconds(freshness.ageMs)}` };
  }
  return part(name, feed, age, now);
}

function part(name: string, { status, since }: Component, whenOk: string, now: number): Part {
  if (status === 'ok') return { name, icon: 'ok', tone: 'plain', says: whenOk };
  if (status === 'degraded') return { name, icon: 'warn', tone: 'warn', says: 'needs a look' };
  const forLong = since === null ? '' : ` ${wholeSeconds(now - Date.parse(since))}`;
  return { name, icon: 'bad', tone: 'bad', says: `down${forLong}` };
}

const rate = (perSecond: number | null): string =>
  perSecond === null ? 'connected' : `${perSecond.toFixed(1)} updates/s`;

const batches = (waiting: number): string =>
  waiting === 1 ? '1 batch waiting' : `${count(waiting)} batches waiting`;

function saved({ persistence }: Status, now: number): string {
  if (!persistence.enabled) return 'storing is off';
  if (persistence.last_save === null) return 'nothing stored yet';
  return `saved ${duration(now - Date.parse(persistence.last_save))} ago`;
}
