import type { ActionQueue } from '@ted/messaging';
import type { LiveSettings, Logger } from '@ted/platform';
import { isInfrastructureError, type Database } from '@ted/storage';
import { ShortCache } from './cache.ts';
import { HttpError } from './errors.ts';
import type { FollowedFeed } from './live/followed-feed.ts';
import type { FollowedFeeds } from './live/followed-feeds.ts';
import { components } from './status/components.ts';
import type { Parts } from './status/parts.ts';
import { Warnings } from './status/warnings.ts';

export interface GatewayOptions {
  environment: string;
  maxClients: number;
}

/** What a gateway works with. */
export interface GatewayParts {
  feeds: FollowedFeeds;
  parts: Parts;
  database: Database;
  live: LiveSettings;
  logger: Logger;
  actions: ActionQueue;
}

/**
 * A page's `total` may be half a minute old where counting costs much; where it costs little it is made often: a thousandth of
 * the time at most goes into a count.
 */
const countMaxAgeMs = (tookMs: number): number => Math.min(30_000, 1000 * tookMs);

/** What the endpoints share: the live state of the feeds, the state of all parts, and guarded access to MongoDB. */
export class Gateway {
  readonly startedAt = Date.now();
  readonly options: GatewayOptions;
  readonly feeds: FollowedFeeds;
  readonly parts: Parts;
  readonly live: LiveSettings;
  readonly logger: Logger;
  readonly actions: ActionQueue;
  readonly #database: Database;
  readonly #counts = new ShortCache<number>(200);
  readonly #warnings = new Warnings();
  /** Set by the WebSocket hub. */
  clients: () => { current: number; total: number } = () => ({ current: 0, total: 0 });

  constructor(options: GatewayOptions, { feeds, parts, database, live, logger, actions }: GatewayParts) {
    this.options = options;
    this.feeds = feeds;
    this.parts = parts;
    this.#database = database;
    this.live = live;
    this.logger = logger;
    this.actions = actions;
  }

  get uptimeSeconds(): number {
    return Math.floor((Date.now() - this.startedAt) / 1000);
  }

  /** The feed that is meant where none is named. */
  get feed(): string {
    return this.feeds.default.name;
  }

  components({ link, mirror }: FollowedFeed) {
    return components({
      persistenceEnabled: this.live.persistenceEnabled,
      warnings: this.live.warnings,
      link: link.state,
      live: mirror.state,
      redis: this.parts.redis,
      mongodb: this.parts.mongodb,
      workers: this.parts.workers(),
    });
  }

  /** Runs something on MongoDB: 503 at once while it is away, never after a long wait. */
  async withDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
    if (!this.parts.mongodb.ok) throw new HttpError(503, 'MongoDB is not reachable');
    try {
      return await use(this.#database);
    } catch (error) {
      if (!isInfrastructureError(error)) throw error;
      this.logger.warn(`MongoDB did not answer a request: ${(error as Error).message}`);
      throw new HttpError(503, 'MongoDB is not reachable');
    }
  }

  /** Runs something on Redis: 503 at once while it is away. */
  async withRedis<T>(use: () => Promise<T>): Promise<T> {
    if (!this.parts.redis.ok) throw new HttpError(503, 'Redis is not reachable');
    try {
      return await use();
    } catch (error) {
      this.logger.warn(`Redis did not answer a request: ${(error as Error).message}`);
      throw new HttpError(503, 'Redis is not reachable');
    }
  }

  /** A count in MongoDB, made once for all who ask for `what` within {@link countMaxAgeMs}. */
  count(what: object, read: (database: Database) => Promise<number>): Promise<number> {
    return this.#counts.get(JSON.stringify(what), countMaxAgeMs, () => this.withDatabase(read)).value;
  }

  /** Everything that a part warns of now, each with since when. */
  warnings(): { message: string; since: string }[] {
    return this.#warnings.take([
      ...this.live.warnings,
      ...this.feeds.all().flatMap(({ mirror }) => mirror.state?.outbox.warnings ?? []),
      ...this.parts.workers().flatMap(({ warnings }) => warnings),
    ]);
  }
}
