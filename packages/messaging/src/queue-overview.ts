import { Queue } from 'bullmq';
import { connectRedis, disconnectRedis, type RedisClient } from './connection.ts';
import { DEFAULT_PREFIX, QUEUES, type RedisOptions } from './queues.ts';

/** What lies in one queue. */
export interface QueueState {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  completed: number;
  /** Age of the job that has waited longest, in seconds; null if none waits. */
  oldest_job_age_s: number | null;
}

/** Looks into the queues without touching them. Every call fails fast while Redis is away. */
export class QueueOverview {
  readonly #redis: RedisClient;
  /** The queues themselves, for who shows them. */
  readonly queues: readonly Queue[];

  constructor({ url, prefix = DEFAULT_PREFIX }: RedisOptions, onProblem: (error: Error) => void) {
    this.#redis = connectRedis({ url, prefix }, 'fail-fast', onProblem);
    this.queues = Object.values(QUEUES).map((name) => {
      const queue = new Queue(name, { connection: this.#redis, prefix, skipVersionCheck: true });
      queue.on('error', onProblem);
      return queue;
    });
  }

  /** The state of every queue now. Rejects while Redis is away. */
  read(now = Date.now()): Promise<QueueState[]> {
    if (this.#redis.status !== 'ready') return Promise.reject(new Error('Redis is not reachable'));
    return Promise.all(this.queues.map((queue) => stateOf(queue, now)));
  }

  async close(): Promise<void> {
    await Promise.all(this.queues.map((queue) => queue.close().catch(() => undefined)));
    disconnectRedis(this.#redis);
  }
}

async function stateOf(queue: Queue, now: number): Promise<QueueState> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed', 'completed');
  const count = (state: string): number => counts[state] ?? 0;
  // Most of the time nobody waits, and this is asked every second.
  const [oldest] = count('waiting') > 0 ? await queue.getWaiting(0, 0) : [];
  return {
    name: queue.name,
    waiting: count('waiting'),
    active: count('active'),
    delayed: count('delayed'),
    failed: count('failed'),
    completed: count('completed'),
    oldest_job_age_s: oldest ? Math.max(0, now - oldest.timestamp) / 1000 : null,
  };
}
