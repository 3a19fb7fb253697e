import { Worker } from 'bullmq';
import { deadLetterAction, type ActionResult, type DeadLetterAction } from './action.ts';
import { connectRedis, disconnectRedis, type RedisClient } from './connection.ts';
import { interruptible } from './interrupted.ts';
import { DEFAULT_PREFIX, QUEUES, type RedisOptions } from './queues.ts';
import { WORKER_TIMINGS } from './worker-options.ts';

export interface ActionHandlers {
  run: (action: DeadLetterAction) => Promise<ActionResult>;
  onFailed: (error: Error) => void;
  onProblem: (error: Error) => void;
}

/** Does what an administrator asks for, one after the other. */
export class ActionWorker {
  readonly #redis: RedisClient;
  readonly #worker: Worker;

  constructor({ url, prefix = DEFAULT_PREFIX, telemetry }: RedisOptions, handlers: ActionHandlers) {
    this.#redis = connectRedis({ url, prefix }, 'patient', handlers.onProblem);
    this.#worker = new Worker(
      QUEUES.actions,
      (job, token) => interruptible(job, token, () => handlers.run(deadLetterAction.parse(job.data))),
      {
        connection: this.#redis,
        prefix,
        autorun: false,
        skipVersionCheck: true,
        ...(telemetry && { telemetry }),
        ...WORKER_TIMINGS,
      },
    );
    this.#worker.on('failed', (_job, error) => handlers.onFailed(error));
    this.#worker.on('error', handlers.onProblem);
  }

  start(onProblem: (error: Error) => void): void {
    this.#worker.run().catch(onProblem);
  }

  /** Waits for the running action, unless Redis is away. */
  async close(): Promise<void> {
    await this.#worker.close(this.#redis.status !== 'ready');
    disconnectRedis(this.#redis);
  }
}
