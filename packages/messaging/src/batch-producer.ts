import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { jobId, type BatchId, type BatchPayload } from './batch.ts';
import { connectRedis, disconnectRedis, type RedisClient } from './connection.ts';
import {
  DEFAULT_PREFIX,
  KEEP_COMPLETED,
  KEEP_FAILED,
  QUEUES,
  recoveryChannel,
  type RedisOptions,
} from './queues.ts';

/** What became of a published batch. `missing`: Redis knows nothing of it (any more). */
export type BatchState = 'completed' | 'failed' | 'waiting' | 'missing';

/** What BullMQ gives as the reason then. */
const STALLED_TOO_OFTEN = 'stalled more than allowable limit';

/** Asked in one step: between two, another server may take over. */
const IDENTIFY = `
  redis.call('SET', KEYS[1], ARGV[1], 'NX')
  return {redis.call('GET', KEYS[1]), redis.call('INFO', 'server')}`;

/** Publishes batches and asks what became of them. Every call fails fast while Redis is away. */
export class BatchProducer {
  readonly #redis: RedisClient;
  readonly #subscriber: RedisClient;
  readonly #queue: Queue;
  readonly #epochKey: string;

  constructor({ url, prefix = DEFAULT_PREFIX, telemetry }: RedisOptions, onProblem: (error: Error) => void) {
    this.#redis = connectRedis({ url, prefix }, 'fail-fast', onProblem);
    this.#queue = new Queue(QUEUES.batches, {
      connection: this.#redis,
      prefix,
      skipVersionCheck: true,
      ...(telemetry && { telemetry }),
      defaultJobOptions: { attempts: 1, removeOnComplete: KEEP_COMPLETED, removeOnFail: KEEP_FAILED },
    });
    this.#queue.on('error', onProblem);
    this.#epochKey = `${prefix}:epoch`;
    // A connection that listens can do nothing else. It subscribes again by itself after every reconnection.
    this.#subscriber = connectRedis({ url, prefix }, 'patient', onProblem);
    this.#subscriber.subscribe(recoveryChannel(prefix)).catch(onProblem);
  }

  get connected(): boolean {
    return this.#redis.status === 'ready';
  }

  /** Calls back whenever Redis has become reachable. */
  onConnected(callback: () => void): void {
    this.#redis.on('ready', callback);
  }

  /** Calls back whenever what the batches need is there again: Redis, or MongoDB as a worker sees it. */
  onRecovered(callback: () => void): void {
    this.onConnected(callback);
    this.#subscriber.on('message', callback);
  }

  /** Adds the batches as jobs; one that is already there stays as it is. All or none. */
  async publish(batches: BatchPayload[]): Promise<void> {
    this.#demandConnection();
    await this.#queue.addBulk(
      batches.map((batch) => ({
        name: 'batch',
        data: batch,
        opts: { jobId: jobId({ outboxId: batch.outbox_id, first: batch.first, last: batch.last }) },
      })),
    );
  }

  /** The state of each batch, in the same order. */
  async states(batches: BatchId[]): Promise<BatchState[]> {
    this.#demandConnection();
    return Promise.all(batches.map(async (batch) => stateOf(await this.#queue.getJobState(jobId(batch)))));
  }

  /** Whether a failed job ended so because it outlived too many workers that had it in hand: it may kill them. */
  async outlivedItsWorkers(batch: BatchId): Promise<boolean> {
    this.#demandConnection();
    const job = await this.#queue.getJob(jobId(batch));
    return job?.failedReason?.includes(STALLED_TOO_OFTEN) ?? false;
  }

  /** Removes a kept job, so that its id can be used again. */
  async remove(batch: BatchId): Promise<void> {
    this.#demandConnection();
    await this.#queue.remove(jobId(batch));
  }

  /**
   * Names the contents of this Redis: changes when it was emptied or replaced (the epoch key is gone), restarted, or gave way
   * to its replica (another run id). Only while it stays the same does a vanished job speak against the job.
   */
  async identity(): Promise<string> {
    this.#demandConnection();
    const [epoch, info] = (await this.#redis.eval(IDENTIFY, 1, this.#epochKey, randomUUID())) as string[];
    return `${epoch}/${/run_id:(\w+)/.exec(info!)?.[1] ?? ''}`;
  }

  async close(): Promise<void> {
    await this.#queue.close().catch(() => undefined);
    disconnectRedis(this.#subscriber);
    disconnectRedis(this.#redis);
  }

  #demandConnection(): void {
    if (!this.connected) throw new Error('Redis is not reachable');
  }
}

function stateOf(state: string): BatchState {
  if (state === 'completed' || state === 'failed') return state;
  return state === 'unknown' ? 'missing' : 'waiting';
}
