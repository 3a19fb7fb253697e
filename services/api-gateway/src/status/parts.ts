import type { PartState, WorkerReport } from '@ted/messaging';
import { WorkerReports, type RedisOptions } from '@ted/messaging';
import { createThrottle, pause, withTimeout, type Logger } from '@ted/platform';
import { DatabaseMonitor, readTotals, type Database, type Totals } from '@ted/storage';
import { Freshness } from './freshness.ts';

const REFRESH_MS = 1000;
/** Until all have been heard of. */
const FIRST_REFRESH_MS = 100;
const READ_TIMEOUT_MS = 2000;

/** What the gateway knows of Redis, the workers and MongoDB: refreshed every second, so that asking costs nothing. */
export class Parts {
  /** Resolves once Redis, a worker and MongoDB have been heard of. */
  readonly heard: Promise<void>;
  #allHeard: () => void = () => undefined;
  readonly #reports: WorkerReports;
  readonly #database: Database;
  readonly #monitor: DatabaseMonitor;
  #redis: PartState = { ok: false, error: 'not connected yet', since: Date.now() };
  #workers: WorkerReport[] = [];
  readonly #freshness = new Freshness();
  #totals: Totals = { records_saved: 0, errors: 0, last_save: null, last_error: null, last_cleanup: null };

  constructor(redis: RedisOptions, database: Database, logger: Logger) {
    const throttle = createThrottle(60_000);
    this.#reports = new WorkerReports(redis, (error) => {
      this.#setRedis(error.message || error.name);
      if (throttle('redis') !== undefined)
        logger.warn(`Redis is not reachable: ${error.message || error.name}`);
    });
    this.heard = new Promise((resolve) => (this.#allHeard = resolve));
    this.#database = database;
    this.#monitor = new DatabaseMonitor(database, ({ ok, error }) => {
      if (ok) logger.info('MongoDB connection successful');
      else logger.warn(`MongoDB connection failed: ${error ?? 'no answer'}`);
    });
  }

  get redis(): Readonly<PartState> {
    return this.#redis;
  }

  get mongodb(): Readonly<PartState> {
    return this.#monitor.state;
  }

  get totals(): Readonly<Totals> {
    return this.#totals;
  }

  /** All replicas heard of within the last minute, with whether their report is fresh. */
  workers(): (WorkerReport & { alive: boolean })[] {
    return this.#workers.map((report) => ({ ...report, alive: this.#freshness.isFresh(report.id) }));
  }

  /** Keeps everything fresh until the signal is aborted. */
  async watch(signal: AbortSignal): Promise<void> {
    void this.#monitor.watch(signal);
    let heard = false;
    while (!signal.aborted) {
      const mongodb = this.#monitor.state.ok;
      await Promise.all([this.#refreshWorkers(), this.#refreshTotals()]);
      heard ||= mongodb && this.#redis.ok && this.#workers.length > 0;
      if (heard) this.#allHeard();
      await pause(heard ? REFRESH_MS : FIRST_REFRESH_MS, signal);
    }
  }

  close(): void {
    this.#reports.close();
  }

  async #refreshWorkers(): Promise<void> {
    try {
      this.#workers = await withTimeout(this.#reports.read(), READ_TIMEOUT_MS, 'Redis');
      this.#freshness.take(this.#workers);
      this.#setRedis(null);
    } catch (error) {
      this.#setRedis((error as Error).message);
    }
  }

  /** While MongoDB is away the last known figures stand. */
  async #refreshTotals(): Promise<void> {
    if (!this.#monitor.state.ok) return;
    try {
      this.#totals = await withTimeout(readTotals(this.#database), READ_TIMEOUT_MS, 'MongoDB');
    } catch (error) {
      this.#monitor.reportFailure(error as Error);
    }
  }

  #setRedis(error: string | null): void {
    const ok = error === null;
    if (ok !== this.#redis.ok) this.#redis = { ok, error, since: Date.now() };
  }
}
