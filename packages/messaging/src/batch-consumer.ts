import { Worker, type Job } from 'bullmq';
import { connectRedis, disconnectRedis, type RedisClient } from './connection.ts';
import { InterruptedError, interruptible } from './interrupted.ts';
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
  /** Jobs that may be in hand together; 1 unless given. */
  atOnce?: number;
}

/**
 * Takes batches from the queue, from `start` on. One that outlived a worker may have killed it: it is in hand alone, so that
 * no others are in hand with it when it does so again, and seem to be as bad.
 */
export class BatchConsumer {
  readonly #redis: RedisClient;
  readonly #worker: Worker;
  readonly #atOnce: number;
  #inHand = 0;

  constructor({ url, prefix = DEFAULT_PREFIX, telemetry }: RedisOptions, handlers: BatchConsumerHandlers) {
    this.#redis = connectRedis({ url, prefix }, 'patient', handlers.onProblem);
    this.#atOnce = handlers.atOnce ?? 1;
    this.#worker = new Worker(
      QUEUES.batches,
      (job, token) =>
        interruptible(job, token, () =>
          this.#take(job, () =>
            handlers.process({
              id: job.id ?? '',
              data: job.data as unknown,
              waitedMs: (job.processedOn ?? job.timestamp) - job.timestamp,
            }),
          ),
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

  /** What was taken in its wake goes back. One at a time, until one that never stalled is done: so begins a new worker, too. */
  async #take(job: Job, work: () => Promise<void>): Promise<void> {
    const suspect = job.stalledCounter > 0;
    if (suspect) this.#worker.concurrency = 1;
    const alone = this.#worker.concurrency === 1;
    if (alone && this.#inHand > 0) throw new InterruptedError('it is to be in hand alone');
    this.#inHand++;
    try {
      await work();
    } finally {
      this.#inHand--;
    }
    if (alone && !suspect) this.#worker.concurrency = this.#atOnce;
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
