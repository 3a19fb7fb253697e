import * as z from 'zod';
import { feedKind } from '@ted/messaging';
import { figure, isoTime } from './common.ts';

const partStatus = z.object({
  state: z.enum(['ok', 'degraded', 'down']),
  since: isoTime.nullable(),
  why: z.string().nullable(),
});

const queue = z.object({
  name: z.string(),
  waiting: z.int(),
  active: z.int(),
  delayed: z.int(),
  failed: z.int(),
  completed: z.int(),
  oldest_job_age_s: figure,
});

const worker = z.object({
  id: z.string(),
  state: z.enum(['ok', 'degraded', 'down']),
  persistence_enabled: z.boolean(),
  started_at: isoTime,
  heartbeat_age_s: z.number().describe('Since this gateway last saw it change its report'),
  jobs: z.int().describe('Batches brought to an end since it started'),
  records: z.int().describe('Records stored since it started'),
  mongodb: z.enum(['ok', 'down']),
  warnings: z.array(z.string()),
});

/** `GET /api/system`: one view of all parts. */
export const system = z.object({
  status: z.enum(['ok', 'degraded', 'down']).describe('down: no live data; degraded: some part is not ok'),
  version: z.string().describe('Of TED'),
  checked_at: isoTime,
  feed: z.string(),
  feed_kind: feedKind,
  parts: z.object({
    feed: partStatus.extend({ last_update_at: isoTime.nullable(), updates: z.int(), reconnects: z.int() }),
    ingest: partStatus.extend({ started_at: isoTime.nullable() }),
    gateway: partStatus.extend({ uptime_s: z.int(), clients: z.int(), max_clients: z.int() }),
    redis: partStatus,
    workers: partStatus.extend({ alive: z.int() }),
    mongodb: partStatus.extend({
      server: z.string().nullable().describe('mongod, or embedded: the one that comes with TED'),
      version: z.string().nullable(),
    }),
    outbox: partStatus.extend({
      pending: z.int(),
      oldest_age_s: figure,
      bytes: z.number(),
      max_bytes: z.number(),
    }),
  }),
  workers: z.array(worker),
  queues: z.array(queue).describe('Empty while Redis is away'),
  storing: z.object({
    enabled: z.boolean(),
    last_save: isoTime.nullable(),
    lag_s: figure.describe('Age of the oldest record that waits to be stored; 0 when none waits'),
    pending: z.int(),
    saved: z.int(),
    errors: z.int(),
    last_error: z.string().nullable(),
    records_by_kind: z.record(z.string(), z.int()).describe('Documents in each collection'),
  }),
  retention: z.object({
    days: z.record(z.string(), z.int()),
    last_run_at: isoTime.nullable(),
    next_run_at: isoTime,
    first_removal_at: isoTime.nullable().describe('When the oldest document that is there now expires'),
  }),
  dead_letters: z.int(),
  warnings: z.array(z.object({ message: z.string(), since: isoTime.nullable() })),
});
