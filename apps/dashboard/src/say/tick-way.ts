import type { SystemPart } from '../api/system.ts';
import type { IconName } from '../components/Icon.tsx';
import { count } from '../format/numbers.ts';
import { duration, timeOfDay, wholeSeconds } from '../format/times.ts';
import type { Freshness } from '../live/freshness.ts';
import type { LiveState } from '../live/state.ts';
import { plainReason } from './reason.ts';
import { sentence } from './storing.ts';
import { isPaused } from './warnings.ts';

export type StationName = 'feed' | 'ingest' | 'gateway' | 'page' | 'redis' | 'workers' | 'mongodb';

/** A box of the diagram "The way of a tick". */
export interface Station {
  title: string;
  icon: IconName;
  tone: 'plain' | 'warn' | 'bad' | 'unknown';
  /** What it does, and its age or what is wrong. */
  lines: [string, string];
}

/** Every station between the game and what is kept. Behind a gateway that is silent nothing is known. */
export function tickWay(state: LiveState, freshness: Freshness, now: number): Record<StationName, Station> {
  const { system } = state;
  const page = thisPage(state, freshness, now);
  if (!system) {
    const nothing = (title: string): Station => ({
      title,
      icon: 'unknown',
      tone: 'unknown',
      lines: ['not known', 'not known'],
    });
    return {
      feed: nothing('Game feed'),
      ingest: nothing('Ingest'),
      gateway: nothing('Gateway'),
      page,
      redis: nothing('Redis'),
      workers: nothing('Workers'),
      mongodb: nothing('MongoDB'),
    };
  }
  const { parts, workers, storing } = system;
  const waiting = system.queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const stations: Record<Exclude<StationName, 'page'>, Station> = {
    feed: station('Game feed', parts.feed, FEEDS[system.feed_kind], seen(freshness), now),
    ingest: station(
      'Ingest',
      parts.ingest,
      'follows, forecasts, records',
      upSince(parts.ingest.started_at, now),
      now,
    ),
    gateway: station(
      'Gateway',
      parts.gateway,
      `${count(parts.gateway.clients)} ${parts.gateway.clients === 1 ? 'page or program' : 'pages and programs'} connected`,
      `answers in ${Math.max(1, Math.round(system.tookMs))} ms, up ${wholeSeconds(parts.gateway.uptime_s * 1000)}`,
      now,
    ),
    redis: station(
      'Redis',
      parts.redis,
      'queues between ingest and workers',
      `${count(waiting)} ${waiting === 1 ? 'job waits' : 'jobs wait'}`,
      now,
    ),
    workers: station(
      `Workers, ${parts.workers.alive} of ${workers.length}`,
      parts.workers,
      workers.length === 0
        ? 'none has reported'
        : `${count(sum(workers.map(({ records }) => records)))} records stored`,
      storing.enabled ? 'storing is on' : 'storing is off',
      now,
    ),
    mongodb: station(
      'MongoDB',
      parts.mongodb,
      [parts.mongodb.server, parts.mongodb.version].filter((word) => word !== null).join(' ') ||
        'keeps everything',
      storing.last_save === null
        ? 'nothing stored yet'
        : `last save ${duration(now - Date.parse(storing.last_save))} ago`,
      now,
    ),
  };
  if (parts.workers.state === 'ok' && workers.some(isPaused))
    Object.assign(stations.workers, {
      icon: 'warn',
      tone: 'warn',
      lines: [stations.workers.lines[0], 'paused: MongoDB is away'],
    });
  if (!state.isAnswering) {
    const asOf = `last known at ${timeOfDay(system.at)}`;
    for (const known of Object.values(stations)) {
      Object.assign(known, { icon: 'unknown', tone: 'unknown', lines: [known.lines[0], asOf] });
    }
  }
  return { ...stations, page };
}

const FEEDS = {
  live: 'rugs.fun, Socket.IO',
  simulated: 'simulated games',
  replay: 'a recording, replayed',
} as const;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const seen = (freshness: Freshness): string =>
  freshness.is === 'live' || freshness.is === 'stale'
    ? `last update ${duration(freshness.ageMs)} ago`
    : 'no update yet';

const upSince = (startedAt: string | null, now: number): string =>
  startedAt === null ? 'not known since when' : `up ${wholeSeconds(now - Date.parse(startedAt))}`;

function station(title: string, part: SystemPart, does: string, age: string, now: number): Station {
  if (part.state === 'ok') return { title, icon: 'ok', tone: 'plain', lines: [does, age] };
  const forLong =
    part.since === null
      ? ''
      : ` since ${timeOfDay(part.since)}, ${wholeSeconds(now - Date.parse(part.since))}`;
  const why = part.why === null ? does : sentence(plainReason(part.why)).slice(0, -1);
  return part.state === 'down'
    ? { title, icon: 'bad', tone: 'bad', lines: [why, `down${forLong}`] }
    : { title, icon: 'warn', tone: 'warn', lines: [why, `needs a look${forLong}`] };
}

function thisPage({ connection, isAnswering, rate }: LiveState, freshness: Freshness, now: number): Station {
  const title = 'This page';
  if (connection.is === 'lost' || !isAnswering) {
    const next =
      connection.is === 'lost'
        ? `next try in ${Math.max(0, Math.ceil((connection.nextTryAt - now) / 1000))} s`
        : 'looking again';
    return { title, icon: 'warn', tone: 'warn', lines: ['no answer from the gateway', next] };
  }
  if (freshness.is === 'live')
    return {
      title,
      icon: 'ok',
      tone: 'plain',
      lines: [`update ${duration(freshness.ageMs)} old`, perSecond(rate.perSecond)],
    };
  return { title, icon: 'wait', tone: 'plain', lines: ['connected, nothing to show', perSecond(null)] };
}

const perSecond = (rate: number | null): string =>
  rate === null ? 'connected' : `${rate.toFixed(1)} updates/s`;
