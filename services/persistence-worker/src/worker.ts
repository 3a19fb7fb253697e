import { randomUUID } from 'node:crypto';
import {
  ActionWorker,
  BatchConsumer,
  Maintenance,
  NO_TRACING,
  WorkerReports,
  type MaintenanceJob,
  type RedisOptions,
  type Tracing,
  type WorkerReport,
} from '@ted/messaging';
import {
  createThrottle,
  withLogFields,
  type Lifecycle,
  type LiveSettings,
  type Logger,
  type WedgeProbe,
} from '@ted/platform';
import { DatabaseMonitor, type Database, type DatabaseState } from '@ted/storage';
import { BatchProcessor, JOBS_IN_HAND } from './batch-processor.ts';
import { handleDeadLetters } from './jobs/dead-letters.ts';
import { hourlyMetrics } from './jobs/hourly-metrics.ts';
import { retentionCleanup } from './jobs/retention-cleanup.ts';
import { seedVerification } from './jobs/verify-seeds.ts';
import type { WorkerMetrics } from './metrics.ts';
import { Totals } from './totals.ts';
import { WriteGate } from './write-gate.ts';

const REPORT_MS = 1000;

/** What a worker works with. */
export interface WorkerParts {
  database: Database;
  live: LiveSettings;
  logger: Logger;
  probe: WedgeProbe;
  metrics: WorkerMetrics;
  tracing?: Tracing;
}

/** One replica: takes batches, does maintenance, reports on itself. */
export class PersistenceWorker {
  readonly #id = randomUUID();
  readonly #startedAt = Date.now();
  readonly #live: LiveSettings;
  readonly #logger: Logger;
  readonly #monitor: DatabaseMonitor;
  readonly #consumer: BatchConsumer;
  readonly #maintenance: Maintenance;
  readonly #actions: ActionWorker;
  readonly #reports: WorkerReports;
  readonly #throttle = createThrottle(60_000);
  readonly #processor: BatchProcessor;
  readonly #probe: WedgeProbe;
  readonly #gate: WriteGate;
  /** As Redis said last; before that, nobody knows, and a backup may be running. */
  #held = true;
  #announced = false;

  constructor(
    redis: RedisOptions,
    { database, live, logger, probe, metrics, tracing = NO_TRACING }: WorkerParts,
    lifecycle: Lifecycle,
  ) {
    this.#live = live;
    this.#logger = logger;
    this.#probe = probe;
    const { signal } = lifecycle;
    const onProblem = (error: Error) => this.#onRedisProblem(error);
    this.#monitor = new DatabaseMonitor(database, (state) => this.#onMongoChange(state));
    const gate = new WriteGate(live, this.#monitor, signal);
    gate.setHeld(this.#held);
    this.#gate = gate;
    const totals = new Totals(database);
    const processor = new BatchProcessor(database, gate, totals, logger, {
      attempt: (store) => tracing.span('store batch', store),
      stored: (batches, outcome) => metrics.stored(batches, outcome),
      lateHours: () => void this.#maintenance.runSoon('hourly-metrics').catch(onProblem),
      seeds: () => void this.#maintenance.runSoon('verify-seeds').catch(onProblem),
    });
    this.#processor = processor;
    this.#consumer = new BatchConsumer(redis, {
      process: (job) =>
        withLogFields({ job_id: job.id }, () => metrics.measured(job.waitedMs, () => processor.process(job))),
      onFailed: (id, error) => {
        metrics.batchFailed();
        logger.error(`Error persisting: batch ${id} failed: ${error.message}`);
      },
      onStalled: (id) => {
        metrics.batchStalled();
        logger.warn(`Batch ${id} was taken over from a worker that stopped answering`);
      },
      onProblem,
      atOnce: JOBS_IN_HAND,
    });
    const jobs: Record<MaintenanceJob, () => Promise<void>> = {
      'hourly-metrics': () => hourlyMetrics(database, gate, live, logger, signal),
      'retention-cleanup': () => retentionCleanup(database, gate, live, logger, signal),
      'verify-seeds': seedVerification(database, gate, logger, signal),
    };
    this.#maintenance = new Maintenance(redis, {
      run: (job) => gate.run(() => jobs[job]()),
      cleanupHourUtc: () => live.values.CLEANUP_HOUR_UTC,
      onFailed: (job, error) => {
        metrics.maintenanceFailed(job);
        logger.error(`Maintenance job ${job} failed: ${error.message}`);
        totals.failed(new Error(`${job}: ${error.message}`));
        // If it does not work now, the next batch hands it over.
        void gate
          .run(async () => {
            await gate.mayWrite();
            await totals.flush();
          })
          .catch(() => undefined);
      },
      onProblem,
    });
    this.#actions = new ActionWorker(redis, {
      run: (action) => gate.run(() => handleDeadLetters(database, gate, logger, action)),
      onFailed: (error) => logger.error(`An administrator's action failed: ${error.message}`),
      onProblem,
    });
    this.#reports = new WorkerReports(redis, onProblem);
    metrics.watch(
      () => this.report(),
      () => this.#reports.connected,
    );
    live.on('change', (now, before) => this.#onSettings(now.CLEANUP_HOUR_UTC !== before.CLEANUP_HOUR_UTC));
    void this.#monitor.watch(signal);
  }

  start(lifecycle: Lifecycle): void {
    if (!this.#live.persistenceEnabled)
      this.#logger.info('Persistence is DISABLED. Nothing is written to MongoDB.');
    this.#announce();
    this.#consumer.start((error) => this.#onRedisProblem(error));
    this.#maintenance.start();
    this.#actions.start((error) => this.#onRedisProblem(error));
    this.#reports.onConnected(() => void this.#report());
    const beat = setInterval(() => {
      this.#watchProgress();
      void this.#report();
    }, REPORT_MS);
    lifecycle.onStop('producers', () => clearInterval(beat));
    lifecycle.onStop('workers', async () => {
      await Promise.all([this.#consumer.close(), this.#maintenance.close(), this.#actions.close()]);
    });
    lifecycle.onStop('flush', async () => {
      if (this.#reports.connected) await this.#reports.remove(this.#id);
    });
    lifecycle.onStop('connections', () => this.#reports.close());
  }

  /** What this replica says of itself. */
  report(): WorkerReport {
    return {
      id: this.#id,
      pid: process.pid,
      started_at: this.#startedAt,
      at: Date.now(),
      persistence_enabled: this.#live.persistenceEnabled || this.#gate.writing,
      mongodb: this.#monitor.state,
      jobs: this.#processor.done,
      records: this.#processor.records,
      held: this.#gate.tellQuiet(),
      wedged: this.#probe.wedged,
      warnings: [...this.#live.warnings],
    };
  }

  #watchProgress(): void {
    const { busy, done } = this.#processor;
    this.#probe.observe(this.#live.persistenceEnabled && busy > 0 && !this.#held, done);
  }

  async #report(): Promise<void> {
    // Without Redis nobody can read it, and the next second brings a newer one.
    if (!this.#reports.connected) return;
    try {
      const { held } = await this.#reports.write(this.report());
      if (held !== this.#held) this.#setHeld(held);
    } catch (error) {
      this.#onRedisProblem(error as Error);
    }
  }

  #setHeld(held: boolean): void {
    this.#held = held;
    this.#gate.setHeld(held);
    // Who holds waits for a report that says so.
    if (held) void this.#report();
  }

  #onSettings(newCleanupHour: boolean): void {
    if (this.#live.persistenceEnabled) this.#announce();
    else if (this.#announced) {
      this.#announced = false;
      this.#logger.info('Persistence is DISABLED. Nothing is written to MongoDB.');
    }
    if (newCleanupHour)
      this.#maintenance.upsertSchedules().catch((error: Error) => this.#onRedisProblem(error));
    void this.#report();
  }

  #announce(): void {
    if (this.#announced || !this.#live.persistenceEnabled) return;
    this.#announced = true;
    this.#logger.info('Persistence is ENABLED. Data will be saved to MongoDB.');
    this.#logger.info('Background persistence tasks started');
  }

  #onMongoChange({ ok, error }: DatabaseState): void {
    if (ok) {
      this.#logger.info('MongoDB connection successful');
      // Who does not hear it publishes at the interval.
      if (this.#reports.connected)
        this.#reports.announceRecovery().catch((error: Error) => this.#onRedisProblem(error));
    } else
      this.#logger.warn(`MongoDB connection failed: ${error ?? 'no answer'}; records wait in the outbox`);
  }

  #onRedisProblem(error: Error): void {
    const held = this.#throttle('redis');
    if (held !== undefined)
      this.#logger.warn(`Redis problem: ${error.message || error.name}; waiting for it`);
  }
}
