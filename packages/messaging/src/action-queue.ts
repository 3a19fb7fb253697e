import { Queue } from 'bullmq';
import { actionResult, type ActionResult, type DeadLetterAction } from './action.ts';
import { connectRedis, disconnectRedis, type RedisClient } from './connection.ts';
import { DEFAULT_PREFIX, QUEUES, type RedisOptions } from './queues.ts';

/** So many actions are kept after their end, so that whoever asked can see what came of them. */
const KEPT = { count: 100 };

export interface ActionState {
  state: 'waiting' | 'running' | 'completed' | 'failed';
  result: ActionResult | null;
  error: string | null;
}

/** Asks the workers to do something, and what became of it. Every call fails fast while Redis is away. */
export class ActionQueue {
  readonly #redis: RedisClient;
  readonly #queue: Queue;

  constructor({ url, prefix = DEFAULT_PREFIX }: RedisOptions, onProblem: (error: Error) => void) {
    this.#redis = connectRedis({ url, prefix }, 'fail-fast', onProblem);
    this.#queue = new Queue(QUEUES.actions, {
      connection: this.#redis,
      prefix,
      skipVersionCheck: true,
      defaultJobOptions: { attempts: 1, removeOnComplete: KEPT, removeOnFail: KEPT },
    });
    this.#queue.on('error', onProblem);
  }

  /** Returns the id of the job that will do it. */
  async add(action: DeadLetterAction): Promise<string> {
    const job = await this.#queue.add('dead-letters', action);
    return job.id!;
  }

  /** Undefined for an id that is not known (any more). */
  async state(id: string): Promise<ActionState | undefined> {
    // In this order: a job that is said to be completed has its result.
    const state = await this.#queue.getJobState(id);
    const job = await this.#queue.getJob(id);
    if (!job) return undefined;
    const result = actionResult.safeParse(job.returnvalue);
    return {
      state: state === 'completed' || state === 'failed' ? state : state === 'active' ? 'running' : 'waiting',
      result: result.success ? result.data : null,
      error: job.failedReason ?? null,
    };
  }

  async close(): Promise<void> {
    await this.#queue.close().catch(() => undefined);
    disconnectRedis(this.#redis);
  }
}
