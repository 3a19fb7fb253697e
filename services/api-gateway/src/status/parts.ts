import {
  WorkerReports,
  type PartState,
  type QueueOverview,
  type QueueState,
  type RedisOptions,
  type WorkerReport,
} from '@ted/messaging';
import { atMost, createThrottle, pause, withTimeout, type Logger } from '@ted/platform';
import {
  DatabaseMonitor,
  readStoreFacts,
  readTotals,
  type Database,
  type StoreFacts,
  type Totals,
} from '@ted/storage';
import { Freshness } from './freshness.ts';

const REFRESH_MS = 1000;
/** Until all have been heard of. */
const FIRST_REFRESH_MS = 100;
/** The first refresh is of all parts at once, if MongoDB is there. */
const MONGO_FOUND_WITHIN_MS = 250;
const READ_TIMEOUT_MS = 2000;
/** What changes slowly is read every so many refreshes. */
const FACTS_EVERY = 30;

export type KnownWorker = WorkerReport & { alive: boolean; ageMs: number };

/** What the gateway knows of Redis, the workers and MongoDB: refreshed every second, so that asking costs nothing. */
export class Parts {
  /** Resolves once Redis, a worker and MongoDB have been heard of. */
  readonly heard: Promise<void>;
  #allHeard: () => void = () => undefined;
  readonly #mongoFound: Promise<void>;
  readonly #reports: WorkerReports;
  readonly #overview: QueueOverview;
  readonly #database: Database;
  readonly #monitor: DatabaseMonitor;
  #redis: PartState = { ok: false, error: 'not connected yet', since: Date.now() };
  #workers: WorkerReport[] = [];
  #queues: QueueState[] = [];
  readonly #freshness = new Freshness();
  #totals: Totals = { records_saved: 0, errors: 0, last_save: null, last_error: null, last_cleanup: null };
  #facts: StoreFacts | undefined;
  #refreshes = 0;

  constructor(redis: RedisOptions, queues: QueueOverview, database: Database, logger: Logger) {
    const throttle = createThrottle(60_000);
    const onProblem = (error: Error): void => {
      this.#setRedis(error.message || error.name);
      if (throttle('redis') !== undefined)
        logger.warn(`Redis is not reachable: ${error.message || error.name}`);
    };
    this.#reports = new WorkerReports(redis, onProblem);
    this.#overview = queues;
    this.heard = new Promise((resolve) => (this.#allHeard = resolve));
    this.#database = database;
    let foundMongo = (): void => undefined;
    this.#mongoFound = new Promise((resolve) => (foundMongo = resolve));
    this.#monitor = new DatabaseMonitor(database, ({ ok, error }) => {
      // It may be another server than before.
      this.#refreshes = 0;
      if (ok) foundMongo();
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

  /** The last known figures of the queues; empty while Redis is away. */
  get queues(): readonly QueueState[] {
    return this.#queues;
  }

  /** What is known of MongoDB's contents, at most half a minute old; undefined before it was reached. */
  get facts(): Readonly<StoreFacts> | undefined {
    return this.#facts;
  }

  /** All replicas heard of within the last minute, with whether their report is fresh. */
  workers(): KnownWorker[] {
    return this.#workers.map((report) => ({
      ...report,
      alive: this.#freshness.isFresh(report.id),
      ageMs: this.#freshness.ageMs(report.id),
    }));
  }

  /** Keeps everything fresh until the signal is aborted. */
  async watch(signal: AbortSignal): Promise<void> {
    void this.#monitor.watch(signal);
    await atMost(this.#mongoFound, MONGO_FOUND_WITHIN_MS);
    let heard = false;
    while (!signal.aborted) {
      const mongodb = this.#monitor.state.ok;
      await Promise.all([this.#refreshFromRedis(), this.#refreshFromMongo()]);
      heard ||= mongodb && this.#redis.ok && this.#workers.length > 0;
      if (heard) this.#allHeard();
      await pause(heard ? REFRESH_MS : FIRST_REFRESH_MS, signal);
    }
  }

  close(): void {
    this.#reports.close();
  }

  async #refreshFromRedis(): Promise<void> {
    try {
      const [workers, queues] = await withTimeout(
        Promise.all([this.#reports.read(), this.#overview.read()]),
        READ_TIMEOUT_MS,
        'Redis',
      );
      this.#workers = workers;
      this.#queues = queues;
      this.#freshness.take(workers);
      this.#setRedis(null);
    } catch (error) {
      this.#queues = [];
      this.#setRedis((error as Error).message);
    }
  }

  /** While MongoDB is away the last known figures stand. */
  async #refreshFromMongo(): Promise<void> {
    if (!this.#monitor.state.ok) return;
    try {
      this.#totals = await withTimeout(readTotals(this.#database), READ_TIMEOUT_MS, 'MongoDB');
      if (this.#refreshes++ % FACTS_EVERY === 0)
        this.#facts = await withTimeout(readStoreFacts(this.#database), READ_TIMEOUT_MS, 'MongoDB');
    } catch (error) {
      this.#monitor.reportFailure(error as Error);
    }
  }

  #setRedis(error: string | null): void {
    const ok = error === null;
    if (ok !== this.#redis.ok) this.#redis = { ok, error, since: Date.now() };
  }
}
