import { Worker } from 'bullmq';
import { connectRedis, disconnectRedis, type RedisClient } from './connection.ts';
import { interruptible } from './interrupted.ts';
import { DEFAULT_PREFIX, KEEP_COMPLETED, KEEP_FAILED, QUEUES, type RedisOptions } from './queues.ts';
import { WORKER_TIMINGS } from './worker-options.ts';

export interface BatchConsumerHandlers {
  /**
   * Stores one job's batch. Data and id may be anything; `waitedMs` is how long it lay in the queue. Throwing fails the job:
   * the outbox will publish it again.
   */
  process: (job: { id: string; data: unknown; waitedMs: number }) => Promise<void>;
  onFailed: (jobId: string, error: Error) => void;
  onStalled: (jobId: string) => void;
  onProblem: (error: Error) => void;
}

/** Takes batches from the queue, one at a time, from `start` on. */
export class BatchConsumer {
  readonly #redis: RedisClient;
  readonly #worker: Worker;

  constructor({ url, prefix = DEFAULT_PREFIX, telemetry }: RedisOptions, handlers: BatchConsumerHandlers) {
    this.#redis = connectRedis({ url, prefix }, 'patient', handlers.onProblem);
    this.#worker = new Worker(
      QUEUES.batches,
      (job, token) =>
        interruptible(job, token, () =>
          handlers.process({
            id: job.id ?? '',
            data: job.data as unknown,
            waitedMs: (job.processedOn ?? job.timestamp) - job.timestamp,
          }),
        ),
      {
        connection: this.#redis,
        prefix,
        autorun: false,
        skipVersionCheck: true,
        ...(telemetry && { telemetry }),
        ...WORKER_TIMINGS,
        removeOnComplete: KEEP_COMPLETED,
        removeOnFail: KEEP_FAILED,
      },
    );
    this.#worker.on('failed', (job, error) => handlers.onFailed(job?.id ?? 'unknown', error));
    this.#worker.on('stalled', (id) => handlers.onStalled(id));
    this.#worker.on('error', handlers.onProblem);
  }

  get connected(): boolean {
    return this.#redis.status === 'ready';
  }

  /** Begins to take jobs. */
  start(onProblem: (error: Error) => void): void {
    this.#worker.run().catch(onProblem);
  }

  /** Waits for the running job, unless Redis is away: then BullMQ would wait for ever. */
  async close(): Promise<void> {
    await this.#worker.close(!this.connected);
    disconnectRedis(this.#redis);
  }
}
