import * as z from 'zod/mini';

const component = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  /** ISO; null where it is not known. */
  since: z.nullable(z.string()),
  why: z.nullable(z.string()),
});
export type Component = z.infer<typeof component>;

/** What the page reads of `GET /api/status`. */
const statusAnswer = z.object({
  feed: z.string(),
  statistics: z.object({ total_game_updates: z.number() }),
  persistence: z.object({
    enabled: z.boolean(),
    records_saved: z.number(),
    last_save: z.nullable(z.string()),
    outbox: z.nullable(z.object({ pending: z.number(), batches_out: z.number() })),
    workers: z.array(z.object({ alive: z.boolean() })),
  }),
  components: z.object({
    ingest: component,
    feed: component,
    redis: component,
    mongodb: component,
    persistence_workers: component,
    persistence_switch: component,
  }),
});

export interface Status extends z.infer<typeof statusAnswer> {
  /** When it was answered, ms since 1970. */
  at: number;
  /** How long the answer took, ms. */
  tookMs: number;
}

const TIMEOUT_MS = 4000;

/** Asks the gateway. Throws when it does not answer, or not with a status. */
export async function fetchStatus(): Promise<Status> {
  const started = performance.now();
  const response = await fetch('/api/status', { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
  const answer = statusAnswer.parse(await response.json());
  return { ...answer, at: Date.now(), tookMs: performance.now() - started };
}
