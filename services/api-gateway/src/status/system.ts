import type * as z from 'zod';
import type { LiveState } from '@ted/messaging';
import type { LiveValues } from '@ted/platform';
import { retentionRules, type StoreFacts } from '@ted/storage';
import type { Gateway } from '../gateway.ts';
import type { FollowedFeed } from '../live/followed-feed.ts';
import type { system } from '../schemas/system.ts';
import { API_VERSION } from '../views/messages.ts';
import type { Component } from './components.ts';
import type { KnownWorker } from './parts.ts';

type System = z.input<typeof system>;
type PartStatus = Pick<System['parts']['redis'], 'state' | 'since' | 'why'>;

const DAY_MS = 86_400_000;
const iso = (at: number | Date | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();

/** The combined status: what the gateway knows at this moment, without asking anybody. */
export function systemView(gateway: Gateway, feed: FollowedFeed, now = Date.now()): System {
  const { state } = feed.mirror;
  const { parts: known, live } = gateway;
  const components = gateway.components(feed);
  const workers = known.workers();
  const outbox = outboxPart(state, components.ingest);
  const clients = gateway.clients();
  const parts: System['parts'] = {
    feed: {
      ...part(components.feed),
      last_update_at: iso(state?.totals.last_update_at),
      updates: state?.totals.updates ?? 0,
      reconnects: state?.totals.reconnects ?? 0,
    },
    ingest: { ...part(components.ingest), started_at: iso(state?.started_at) },
    gateway: {
      state: 'ok',
      since: iso(gateway.startedAt),
      why: null,
      uptime_s: gateway.uptimeSeconds,
      clients: clients.current,
      max_clients: gateway.options.maxClients,
    },
    redis: part(components.redis),
    workers: { ...part(components.persistence_workers), alive: workers.filter((w) => w.alive).length },
    mongodb: {
      ...part(components.mongodb),
      server: known.facts?.server ?? null,
      version: known.facts?.version ?? null,
    },
    outbox,
  };
  return {
    status: overall(parts),
    version: API_VERSION,
    checked_at: new Date(now).toISOString(),
    feed: feed.name,
    feed_kind: feed.kind,
    parts,
    workers: workers.map(workerView),
    queues: [...known.queues],
    storing: {
      enabled: live.persistenceEnabled,
      last_save: iso(known.totals.last_save),
      lag_s: outbox.pending === 0 ? 0 : outbox.oldest_age_s,
      pending: outbox.pending,
      saved: known.totals.records_saved,
      errors: known.totals.errors,
      last_error: known.totals.last_error,
      records_by_kind: recordsByKind(known.facts),
    },
    retention: retention(live.values, known.facts, known.totals.last_cleanup, now),
    dead_letters: known.facts?.documents.dead_letters ?? 0,
    warnings: gateway.warnings(),
  };
}

const part = ({ status, since, why }: Component): PartStatus => ({ state: status, since, why });

/** Without ingest there is nothing to show; without any other part something is missing. */
function overall(parts: System['parts']): System['status'] {
  if (parts.ingest.state === 'down') return 'down';
  return Object.values(parts).every(({ state }) => state === 'ok') ? 'ok' : 'degraded';
}

function outboxPart(state: Readonly<LiveState> | undefined, ingest: Component): System['parts']['outbox'] {
  const outbox = state?.outbox;
  const figures = {
    pending: outbox?.pending ?? 0,
    oldest_age_s: outbox?.oldest_ms == null ? null : outbox.oldest_ms / 1000,
    bytes: outbox?.bytes ?? 0,
    max_bytes: outbox?.max_bytes ?? 0,
  };
  if (!outbox || ingest.status === 'down')
    return { state: 'down', since: ingest.since, why: 'ingest is not reachable', ...figures };
  if (!outbox.disk.ok)
    return { state: 'degraded', since: iso(outbox.disk.since), why: 'it cannot be written', ...figures };
  if (outbox.wedged !== null) return { state: 'degraded', since: null, why: outbox.wedged, ...figures };
  if (outbox.persistence_enabled && !outbox.redis.ok)
    return { state: 'degraded', since: iso(outbox.redis.since), why: 'records wait for Redis', ...figures };
  return { state: 'ok', since: iso(state.started_at), why: null, ...figures };
}

function workerView(worker: KnownWorker): System['workers'][number] {
  const degraded = worker.wedged !== null || !worker.mongodb.ok;
  return {
    id: worker.id,
    state: !worker.alive ? 'down' : degraded ? 'degraded' : 'ok',
    persistence_enabled: worker.persistence_enabled,
    started_at: new Date(worker.started_at).toISOString(),
    heartbeat_age_s: Math.round(worker.ageMs) / 1000,
    jobs: worker.jobs,
    records: worker.records,
    mongodb: worker.mongodb.ok ? 'ok' : 'down',
    warnings: [...worker.warnings, ...(worker.wedged === null ? [] : [worker.wedged])],
  };
}

function recordsByKind(facts: Readonly<StoreFacts> | undefined): Record<string, number> {
  if (!facts) return {};
  const { games, predictions, side_bets, tick_samples, system_samples, metrics_hourly } = facts.documents;
  return { games, predictions, side_bets, tick_samples, system_samples, metrics_hourly };
}

function retention(
  values: Readonly<LiveValues>,
  facts: Readonly<StoreFacts> | undefined,
  lastRun: Date | null,
  now: number,
): System['retention'] {
  const rules = retentionRules(values);
  const expiries = rules.flatMap(({ collection, days }) => {
    const oldest = facts?.oldest[collection];
    return oldest ? [Number(oldest) + days * DAY_MS] : [];
  });
  return {
    days: Object.fromEntries(rules.map(({ collection, days }) => [collection, days])),
    last_run_at: iso(lastRun),
    next_run_at: nextRun(values.CLEANUP_HOUR_UTC, now),
    first_removal_at: expiries.length === 0 ? null : iso(Math.min(...expiries)),
  };
}

function nextRun(hourUtc: number, now: number): string {
  const today = new Date(now).setUTCHours(hourUtc, 0, 0, 0);
  return new Date(today > now ? today : today + DAY_MS).toISOString();
}
