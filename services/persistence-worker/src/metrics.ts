import { MAINTENANCE_JOBS, type BatchPayload, type WorkerReport } from '@ted/messaging';
import type { Metrics } from '@ted/platform';
import type { StoredBatch } from '@ted/storage';

const STORE_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];
const WAIT_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800, 3600];
/** The interval between two batches (30 s) is part of it. */
const TICK_TO_STORED_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 120, 300, 1800, 3600, 86_400];

/** Every metric of a worker. */
export class WorkerMetrics {
  readonly #batches;
  readonly #batchSeconds;
  readonly #waitSeconds;
  readonly #tickToStored;
  readonly #records;
  readonly #deadLetters;
  readonly #stalled;
  readonly #maintenance;
  readonly #metrics: Metrics;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
    this.#batches = metrics.counter('ted_batches_total', 'Batches brought to an end, by outcome', [
      'outcome',
    ]);
    this.#batchSeconds = metrics.histogram(
      'ted_batch_duration_seconds',
      'From taking a batch to its records being stored, waiting for MongoDB included',
      STORE_SECONDS,
    );
    this.#waitSeconds = metrics.histogram(
      'ted_batch_wait_seconds',
      'Time that a batch waited in the queue',
      WAIT_SECONDS,
    );
    this.#tickToStored = metrics.histogram(
      'ted_tick_to_stored_seconds',
      "From a record's event at ingest to its being stored, batch interval included",
      TICK_TO_STORED_SECONDS,
    );
    this.#records = metrics.counter(
      'ted_records_stored_total',
      'Documents inserted or changed, by collection',
      ['collection'],
    );
    this.#deadLetters = metrics.counter(
      'ted_dead_letters_total',
      'Records that could not be stored and were kept as dead letters',
    );
    this.#stalled = metrics.counter(
      'ted_batches_stalled_total',
      'Batches taken over from a worker that stopped answering',
    );
    this.#maintenance = metrics.counter(
      'ted_maintenance_failures_total',
      'Maintenance jobs that failed, by their name',
      ['maintenance'],
    );
    // So that a first one is an increase, which a rule can see.
    for (const outcome of ['stored', 'failed']) this.#batches.inc({ outcome }, 0);
    for (const maintenance of MAINTENANCE_JOBS) this.#maintenance.inc({ maintenance }, 0);
  }

  /** Runs a job's work and measures it. */
  async measured(waitedMs: number, work: () => Promise<void>): Promise<void> {
    this.#waitSeconds.observe(Math.max(0, waitedMs) / 1000);
    const end = this.#batchSeconds.startTimer();
    await work();
    end();
    this.#batches.inc({ outcome: 'stored' });
  }

  stored(batches: readonly BatchPayload[], { saved, deadLetters }: StoredBatch, now = Date.now()): void {
    for (const { record } of batches.flatMap(({ records }) => records)) {
      const at = (record as { created_at?: unknown } | null)?.created_at;
      if (typeof at === 'number') this.#tickToStored.observe(Math.max(0, now - at) / 1000);
    }
    for (const [collection, count] of Object.entries(saved)) this.#records.inc({ collection }, count);
    this.#deadLetters.inc(deadLetters);
  }

  batchFailed(): void {
    this.#batches.inc({ outcome: 'failed' });
  }

  batchStalled(): void {
    this.#stalled.inc();
  }

  maintenanceFailed(job: string): void {
    this.#maintenance.inc({ maintenance: job });
  }

  /** Shows this report from now on. */
  watch(report: () => WorkerReport, redisUp: () => boolean): void {
    this.#metrics.gauge('ted_persistence_enabled', 'The switch, as this process applies it', () =>
      Number(report().persistence_enabled),
    );
    this.#metrics.gauge('ted_wedged', 'Whether nothing moves although work waits', () =>
      Number(report().wedged !== null),
    );
    this.#metrics.gauge('ted_mongodb_up', 'Whether MongoDB answers', () => Number(report().mongodb.ok));
    this.#metrics.gauge('ted_redis_up', 'Whether Redis answers', () => Number(redisUp()));
  }
}
