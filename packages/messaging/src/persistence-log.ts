import * as z from 'zod';
import { connectRedis, disconnectRedis, type RedisClient } from './connection.ts';
import { DEFAULT_PREFIX, type RedisOptions } from './queues.ts';

const logLine = z.object({ level: z.enum(['info', 'warn', 'error']), message: z.string().max(2000) });
/** What a worker has logged about storing. */
export type PersistenceLogLine = z.infer<typeof logLine>;

/**
 * Carries what workers log about storing to whoever shows the log of all: in containers each process has its own. Only for
 * people: a line that is said while Redis is away is in the worker's own log alone.
 */
export class PersistenceLog {
  readonly #redis: RedisClient;
  readonly #channel: string;

  constructor({ url, prefix = DEFAULT_PREFIX }: RedisOptions, onProblem: (error: Error) => void) {
    this.#redis = connectRedis({ url, prefix }, 'fail-fast', onProblem);
    this.#channel = `${prefix}:persistence-log`;
  }

  say(line: PersistenceLogLine): void {
    if (this.#redis.status !== 'ready') return;
    const message = line.message.slice(0, 2000);
    this.#redis.publish(this.#channel, JSON.stringify({ ...line, message })).catch(() => undefined);
  }

  /** Calls back with every line from now on. A connection that listens can no longer say anything. */
  listen(onLine: (line: PersistenceLogLine) => void): void {
    this.#redis.on('message', (_channel: string, text: string) => {
      const line = logLine.safeParse(JSON.parse(text));
      if (line.success) onLine(line.data);
    });
    this.#redis.on('ready', () => void this.#redis.subscribe(this.#channel).catch(() => undefined));
  }

  close(): void {
    disconnectRedis(this.#redis);
  }
}
