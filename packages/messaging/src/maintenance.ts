import { Queue, Worker } from 'bullmq';
import { connectRedis, disconnectRedis, type RedisClient } from './connection.ts';
import { interruptible } from './interrupted.ts';
import {
  DEFAULT_PREFIX,
  MAINTENANCE_JOBS,
  QUEUES,
  type MaintenanceJob,
  type RedisOptions,
} from './queues.ts';
import { WORKER_TIMINGS } from './worker-options.ts';

/** Job schedulers vanish with a FLUSHALL: they are looked for this often, and put back at every reconnect. */
const CHECK_EVERY_MS = 5000;
/** What is asked for soon runs after this long, once for all requests meanwhile. */
const SOON_MS = 10_000;

export interface MaintenanceHandlers {
  /** Does what is due. What that is, is read from MongoDB: the schedules are alarm clocks only. */
  run: (job: MaintenanceJob) => Promise<void>;
  cleanupHourUtc: () => number;
  onFailed: (job: string, error: Error) => void;
  onProblem: (error: Error) => void;
}

/** The maintenance jobs' schedules and their worker: one run per due time, however many replicas there are. */
export class Maintenance {
  readonly #redis: RedisClient;
  readonly #queue: Queue;
  readonly #worker: Worker;
  readonly #handlers: MaintenanceHandlers;
  #timer: NodeJS.Timeout | undefined;

  constructor({ url, prefix = DEFAULT_PREFIX, telemetry }: RedisOptions, handlers: MaintenanceHandlers) {
    this.#handlers = handlers;
    this.#redis = connectRedis({ url, prefix }, 'scheduled', handlers.onProblem);
    const base = {
      connection: this.#redis,
      prefix,
      skipVersionCheck: true,
      ...(telemetry && { telemetry }),
    };
    const kept = { removeOnComplete: { count: 100 }, removeOnFail: { count: 100 } };
    this.#queue = new Queue(QUEUES.maintenance, { ...base, defaultJobOptions: { attempts: 1, ...kept } });
    this.#worker = new Worker(
      QUEUES.maintenance,
      async (job, token) => {
        const name = MAINTENANCE_JOBS.find((known) => known === job.name);
        if (!name) throw new Error(`unknown maintenance job "${job.name}"`);
        await interruptible(job, token, () => handlers.run(name));
      },
      { ...base, autorun: false, ...WORKER_TIMINGS },
    );
    this.#worker.on('failed', (job, error) => handlers.onFailed(job?.name ?? 'unknown', error));
    this.#queue.on('error', handlers.onProblem);
    this.#worker.on('error', handlers.onProblem);
  }

  /** Sets the schedules, runs what is due now, and takes jobs from here on. */
  start(): void {
    const upsert = () => void this.upsertSchedules().catch(this.#handlers.onProblem);
    this.#redis.on('ready', upsert);
    this.#timer = setInterval(() => void this.#bringBack().catch(this.#handlers.onProblem), CHECK_EVERY_MS);
    void this.#queue
      .waitUntilReady()
      .then(() => Promise.all(MAINTENANCE_JOBS.map((job) => this.runNow(job))))
      .catch(this.#handlers.onProblem);
    if (this.#redis.status === 'ready') upsert();
    this.#worker.run().catch(this.#handlers.onProblem);
  }

  /** The only place that schedules. Upserts are idempotent; a changed hour replaces the old one. */
  async upsertSchedules(): Promise<void> {
    const patterns: Record<MaintenanceJob, string> = {
      'hourly-metrics': '5 0 * * * *',
      // Every ten minutes what is left behind; a seed that has just been stored asks for a run soon.
      'verify-seeds': '30 */10 * * * *',
      'retention-cleanup': `0 0 ${this.#handlers.cleanupHourUtc()} * * *`,
    };
    for (const job of MAINTENANCE_JOBS) {
      await this.#queue.upsertJobScheduler(job, { pattern: patterns[job], tz: 'UTC' }, { name: job });
    }
  }

  /** Schedules that have vanished come back, and what they may have missed runs now. */
  async #bringBack(): Promise<void> {
    if (this.#redis.status !== 'ready') return;
    const known = await Promise.all(MAINTENANCE_JOBS.map((job) => this.#queue.getJobScheduler(job)));
    if (known.every((scheduler) => scheduler !== undefined)) return;
    await this.upsertSchedules();
    await Promise.all(MAINTENANCE_JOBS.map((job) => this.runNow(job)));
  }

  /** Asks for a run in some seconds; all requests until then are one. If Redis loses it, the schedule comes anyway. */
  async runSoon(job: MaintenanceJob): Promise<void> {
    if (this.#redis.status !== 'ready') return;
    const slot = Math.floor(Date.now() / SOON_MS);
    await this.#queue.add(job, {}, { jobId: `${job}-soon-${slot}`, delay: SOON_MS });
  }

  /** Asks for a run now; requests of several replicas within a second are one. */
  async runNow(job: MaintenanceJob): Promise<void> {
    await this.#queue.add(job, {}, { jobId: `${job}-now-${Math.floor(Date.now() / 1000)}` });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const away = this.#redis.status !== 'ready';
    await this.#worker.close(away);
    await this.#queue.close();
    disconnectRedis(this.#redis);
  }
}
