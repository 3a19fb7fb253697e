import type { Redis } from 'ioredis';
import { z } from 'zod';
import { connectRedis, disconnectRedis } from './connection.ts';
import { DEFAULT_PREFIX, type RedisOptions } from './queues.ts';

/** A worker that has not reported for this long is not counted as alive. */
export const REPORT_STALE_MS = 5000;
const FORGOTTEN_AFTER_MS = 60_000;

/** What a worker replica says of itself every second. Times in ms since 1970. */
export const workerReport = z.object({
  id: z.string(),
  pid: z.int(),
  started_at: z.number(),
  at: z.number(),
  /** The value of the switch that this replica applies. */
  persistence_enabled: z.boolean(),
  mongodb: z.object({ ok: z.boolean(), error: z.string().nullable(), since: z.number() }),
  warnings: z.array(z.string()),
});
export type WorkerReport = z.infer<typeof workerReport>;

/** Where worker replicas report and everybody can read it. Lives in Redis: it is only true while it is fresh. */
export class WorkerReports {
  readonly #redis: Redis;
  readonly #key: string;

  constructor({ url, prefix = DEFAULT_PREFIX }: RedisOptions, onProblem: (error: Error) => void) {
    this.#redis = connectRedis(url, 'fail-fast', onProblem);
    this.#key = `${prefix}:workers`;
  }

  get connected(): boolean {
    return this.#redis.status === 'ready';
  }

  /** Calls back whenever Redis has become reachable. */
  onConnected(callback: () => void): void {
    this.#redis.on('ready', callback);
  }

  async write(report: WorkerReport): Promise<void> {
    await this.#redis.hset(this.#key, report.id, JSON.stringify(report));
  }

  /** A replica that stops in order takes its report away. */
  async remove(id: string): Promise<void> {
    await this.#redis.hdel(this.#key, id);
  }

  /** The reports of the last minute; long gone replicas are forgotten. */
  async read(now = Date.now()): Promise<WorkerReport[]> {
    const reports: WorkerReport[] = [];
    for (const [id, json] of Object.entries(await this.#redis.hgetall(this.#key))) {
      const report = workerReport.safeParse(JSON.parse(json));
      if (report.success && now - report.data.at < FORGOTTEN_AFTER_MS) reports.push(report.data);
      else await this.#redis.hdel(this.#key, id);
    }
    return reports;
  }

  close(): void {
    disconnectRedis(this.#redis);
  }
}
