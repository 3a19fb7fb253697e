import type { LiveState, PartState, WorkerReport } from '@ted/messaging';
import type { LinkState } from '../live/ingest-link.ts';

export interface Component {
  status: 'ok' | 'degraded' | 'down';
  /** Since when, ISO; null where it is not known. */
  since: string | null;
  why: string | null;
}

export interface Known {
  persistenceEnabled: boolean;
  warnings: readonly string[];
  link: Readonly<LinkState>;
  live: Readonly<LiveState> | undefined;
  redis: Readonly<PartState>;
  mongodb: Readonly<PartState>;
  workers: readonly (WorkerReport & { alive: boolean })[];
}

const iso = (at: number): string => new Date(at).toISOString();
const ok = (since: number): Component => ({ status: 'ok', since: iso(since), why: null });
const down = (since: number | null, why: string | null): Component => ({
  status: 'down',
  since: since === null ? null : iso(since),
  why: publicReason(why),
});

/** The state of every part, each with since when and why. Pure. */
export function components(known: Known) {
  const parts = {
    ingest: ingestState(known),
    feed: feedState(known),
    redis: known.redis.ok ? ok(known.redis.since) : down(known.redis.since, known.redis.error),
    mongodb: known.mongodb.ok ? ok(known.mongodb.since) : down(known.mongodb.since, known.mongodb.error),
    persistence_workers: workerState(known),
    persistence_switch: switchState(known),
  };
  const degraded = Object.entries(parts).filter(([, part]) => part.status !== 'ok');
  return { ...parts, degraded: degraded.map(([name]) => name) };
}

function ingestState({ link, live }: Known): Component {
  if (!link.connected) return down(link.since, link.error);
  const { disk, wedged } = live?.outbox ?? {};
  if (disk && !disk.ok)
    return {
      status: 'degraded',
      since: iso(disk.since),
      why: 'the outbox cannot be written; records wait in memory',
    };
  return wedged ? { status: 'degraded', since: null, why: wedged } : ok(link.since);
}

function feedState({ link, live }: Known): Component {
  if (!link.connected || !live) return down(link.since, 'ingest is not reachable');
  return live.totals.connected
    ? ok(live.started_at)
    : down(live.totals.last_update_at, 'not connected to the feed');
}

function workerState({ workers, redis }: Known): Component {
  if (!redis.ok) return { status: 'degraded', since: iso(redis.since), why: 'unknown while Redis is away' };
  const alive = workers.filter((worker) => worker.alive);
  const [first] = alive;
  if (!first) return down(null, 'no worker has reported in the last seconds');
  const silent = workers.find((worker) => !worker.alive);
  if (silent) return { status: 'degraded', since: iso(silent.at), why: `worker ${silent.id} is silent` };
  const wedged = alive.find((worker) => worker.wedged !== null);
  if (wedged) return { status: 'degraded', since: null, why: `worker ${wedged.id}: ${wedged.wedged}` };
  return ok(Math.min(...alive.map((worker) => worker.started_at)));
}

/** All readers of the switch must agree; a file that cannot be read is shown. */
function switchState({ workers, live, persistenceEnabled, warnings }: Known): Component {
  const [warning] = [...warnings, ...(live?.outbox.warnings ?? []), ...workers.flatMap((w) => w.warnings)];
  if (warning !== undefined) return { status: 'degraded', since: null, why: warning };
  const others = [
    ...workers.filter((w) => w.alive).map((w) => ({ who: `worker ${w.id}`, value: w.persistence_enabled })),
    ...(live ? [{ who: 'ingest', value: live.outbox.persistence_enabled }] : []),
  ];
  const disagreeing = others.find(({ value }) => value !== persistenceEnabled);
  if (disagreeing)
    return { status: 'degraded', since: null, why: `${disagreeing.who} applies ${disagreeing.value}` };
  return { status: 'ok', since: null, why: null };
}

/** Reasons come from drivers: addresses and credentials are not for the caller. */
function publicReason(why: string | null): string | null {
  if (why === null) return null;
  return why
    .replace(/\/\/[^@/\s]*@/g, '//')
    .replace(/\b(\d{1,3}\.){3}\d{1,3}:\d+\b/g, 'the server')
    .slice(0, 200);
}
