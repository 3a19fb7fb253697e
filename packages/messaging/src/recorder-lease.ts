import { connectRedis, disconnectRedis, type RedisClient } from './connection.ts';
import { DEFAULT_PREFIX, type RedisOptions } from './queues.ts';

/** Takes the lease if nobody has it, renews it for its holder, and says who has it. */
const TAKE = `
  local holder = redis.call('GET', KEYS[1])
  if not holder or holder == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
    return ARGV[1]
  end
  return holder`;
/** Gives it back if it has it, and says who has it then. */
const GIVE_BACK = `
  local holder = redis.call('GET', KEYS[1])
  if holder == ARGV[1] then
    redis.call('DEL', KEYS[1])
    return ''
  end
  return holder or ''`;
/** The lease that says which of several replicas of ingest records what. Lives in Redis, by Redis' clock. */
export class RecorderLease {
  readonly #redis: RedisClient;
  readonly #key: string;
  readonly #id: string;

  /** @param what the feeds that the replicas follow; @param id this replica's name */
  constructor({ url, prefix = DEFAULT_PREFIX }: RedisOptions, what: string, id: string) {
    this.#redis = connectRedis({ url, prefix }, 'fail-fast', () => undefined);
    this.#key = `${prefix}:recorder:${what}`;
    this.#id = id;
  }

  /** Takes or renews it for so long. Resolves to the id of who has it now; rejects while Redis is away. */
  async take(ms: number): Promise<string> {
    return String(await this.#redis.eval(TAKE, 1, this.#key, this.#id, ms));
  }

  /** Lets another one take it at once. Resolves to the id of who has it now, or '' for nobody; rejects while Redis is away. */
  async giveBack(): Promise<string> {
    return String(await this.#redis.eval(GIVE_BACK, 1, this.#key, this.#id));
  }

  close(): void {
    disconnectRedis(this.#redis);
  }
}
