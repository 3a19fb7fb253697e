import * as z from 'zod/mini';
import { fetchJson } from './fetch-json.ts';

const part = {
  state: z.enum(['ok', 'degraded', 'down']),
  /** ISO; null where it is not known. */
  since: z.nullable(z.string()),
  why: z.nullable(z.string()),
};
const anyPart = z.object(part);
export type SystemPart = z.infer<typeof anyPart>;

/** What the page reads of `GET /api/system`. Times ISO, ages in seconds. */
const answer = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  version: z.string(),
  checked_at: z.string(),
  feed_kind: z.enum(['live', 'simulated', 'replay']),
  parts: z.object({
    feed: z.object({ ...part, reconnects: z.number() }),
    ingest: z.object({ ...part, started_at: z.nullable(z.string()) }),
    gateway: z.object({ ...part, uptime_s: z.number(), clients: z.number() }),
    redis: anyPart,
    workers: z.object({ ...part, alive: z.number() }),
    mongodb: z.object({ ...part, server: z.nullable(z.string()), version: z.nullable(z.string()) }),
    outbox: z.object({ ...part, oldest_age_s: z.nullable(z.number()), bytes: z.number() }),
  }),
  workers: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['ok', 'degraded', 'down']),
      persistence_enabled: z.boolean(),
      heartbeat_age_s: z.number(),
      records: z.number(),
      mongodb: z.enum(['ok', 'down']),
    }),
  ),
  queues: z.array(
    z.object({
      name: z.string(),
      waiting: z.number(),
      active: z.number(),
      delayed: z.number(),
      failed: z.number(),
      oldest_job_age_s: z.nullable(z.number()),
    }),
  ),
  storing: z.object({
    enabled: z.boolean(),
    last_save: z.nullable(z.string()),
    /** Age of the oldest record that waits to be stored; 0 when none waits. */
    lag_s: z.nullable(z.number()),
    pending: z.number(),
    saved: z.number(),
    errors: z.number(),
    last_error: z.nullable(z.string()),
    /** Documents in each collection. */
    records_by_kind: z.record(z.string(), z.number()),
  }),
  retention: z.object({
    days: z.record(z.string(), z.number()),
    last_run_at: z.nullable(z.string()),
    next_run_at: z.string(),
    first_removal_at: z.nullable(z.string()),
  }),
  warnings: z.array(z.object({ message: z.string(), since: z.nullable(z.string()) })),
  dead_letters: z.number(),
});

export interface System extends z.infer<typeof answer> {
  /** When it was answered, ms since 1970 by the page's clock. */
  at: number;
  /** How long the answer took, ms. */
  tookMs: number;
}

/** Asks the gateway how every part is. Throws when it does not answer, or not with that. */
export async function fetchSystem(): Promise<System> {
  const started = performance.now();
  const system = await fetchJson('/api/system', answer);
  return { ...system, at: Date.now(), tookMs: performance.now() - started };
}
