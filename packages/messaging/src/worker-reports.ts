import * as z from 'zod';
import { connectRedis, disconnectRedis, type RedisClient } from './connection.ts';
import { partState } from './part-state.ts';
import { DEFAULT_PREFIX, recoveryChannel, type RedisOptions } from './queues.ts';

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
  mongodb: partState,
  /** Jobs brought to an end and documents stored since it started. */
  jobs: z.int().default(0),
  records: z.int().default(0),
  /** Whether it writes nothing because somebody holds all writes (a backup): see {@link WorkerReports.hold}. */
  held: z.boolean().default(false),
  /** Why nothing moves although work waits, for longer than WEDGE_MINUTES; null while all is well. */
  wedged: z.string().nullable().default(null),
  warnings: z.array(z.string()),
});
export type WorkerReport = z.infer<typeof workerReport>;

/** Where worker replicas report and everybody can read it. Lives in Redis: it is only true while it is fresh. */
export class WorkerReports {
  readonly #redis: RedisClient;
  /** The ids of the replicas; each one's report is a key of its own, which Redis forgets by its own clock. */
  readonly #ids: string;
  readonly #recoveryChannel: string;
  readonly #hold: string;

  constructor({ url, prefix = DEFAULT_PREFIX }: RedisOptions, onProblem: (error: Error) => void) {
    this.#redis = connectRedis({ url, prefix }, 'fail-fast', onProblem);
    this.#ids = `${prefix}:worker-ids`;
    this.#recoveryChannel = recoveryChannel(prefix);
    this.#hold = `${prefix}:hold`;
  }

  get connected(): boolean {
    return this.#redis.status === 'ready';
  }

  /** Calls back whenever Redis has become reachable. */
  onConnected(callback: () => void): void {
    this.#redis.on('ready', callback);
  }

  /** Reports, and says whether somebody holds all writes now. */
  async write(report: WorkerReport): Promise<{ held: boolean }> {
    const results = await this.#redis
      .pipeline()
      .set(this.#reportKey(report.id), JSON.stringify(report), 'PX', FORGOTTEN_AFTER_MS)
      .sadd(this.#ids, report.id)
      .exists(this.#hold)
      .exec();
    demandSuccess(results);
    return { held: results?.[2]?.[1] === 1 };
  }

  /**
   * Asks all workers to begin no more writes, for so long; each says in its report when it has none left. Whoever holds must ask
   * again in time: a hold that is forgotten ends by itself.
   */
  async hold(ms: number): Promise<void> {
    await this.#redis.set(this.#hold, '1', 'PX', ms);
  }

  /** Ends a hold. */
  async release(): Promise<void> {
    await this.#redis.del(this.#hold);
  }

  /** Calls to everybody who has records that MongoDB takes writes again. */
  async announceRecovery(): Promise<void> {
    await this.#redis.publish(this.#recoveryChannel, '');
  }

  /** A replica that stops in order takes its report away. */
  async remove(id: string): Promise<void> {
    await this.#redis.pipeline().srem(this.#ids, id).del(this.#reportKey(id)).exec().then(demandSuccess);
  }

  /** The reports of the last minute; long gone replicas are forgotten. */
  async read(): Promise<WorkerReport[]> {
    const ids = await this.#redis.smembers(this.#ids);
    if (ids.length === 0) return [];
    const stored = await this.#redis.mget(ids.map((id) => this.#reportKey(id)));
    const reports: WorkerReport[] = [];
    const gone: string[] = [];
    for (const [i, json] of stored.entries()) {
      const report = json === null ? undefined : workerReport.safeParse(JSON.parse(json));
      if (report?.success) reports.push(report.data);
      else if (json === null) gone.push(ids[i]!);
    }
    if (gone.length > 0) await this.#redis.srem(this.#ids, ...gone);
    return reports;
  }

  #reportKey(id: string): string {
    return `${this.#ids}:${id}`;
  }

  close(): void {
    disconnectRedis(this.#redis);
  }
}

/** A pipeline resolves even if a command in it failed. */
function demandSuccess(results: [Error | null, unknown][] | null): void {
  const failure = results?.find(([error]) => error !== null)?.[0];
  if (failure) throw failure;
}
