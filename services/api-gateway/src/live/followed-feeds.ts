import { EventEmitter, once } from 'node:events';
import type { LiveMessage } from '@ted/messaging';
import { HttpError } from '../errors.ts';
import { FollowedFeed } from './followed-feed.ts';
import { IngestDirectory, type ListedFeed } from './ingest-directory.ts';
import { IngestLink, type Target } from './ingest-link.ts';

/** A feed that nobody has asked for or watched for so long is let go. */
const IDLE_MS = 120_000;
const CHECK_MS = 10_000;
/** How long who asks first waits for the feed's state. */
const FIRST_WORD_MS = 2000;

export interface FollowOptions {
  /** In the order in which they are tried. */
  ingestUrls: readonly string[];
  /** The default feed, where an ingest has one of that name; else it is the first feed of the first ingest. */
  feed: string;
  /** Feeds at a time, the default one included. */
  maxFeeds: number;
}

/** The feeds that this gateway follows: the default one always, any other one when it is asked for and as long as it is of use. */
export class FollowedFeeds extends EventEmitter<{ message: [FollowedFeed, LiveMessage] }> {
  readonly directory: IngestDirectory;
  readonly default: FollowedFeed;
  readonly #options: FollowOptions;
  readonly #others = new Map<string, FollowedFeed>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FollowOptions) {
    super();
    this.#options = options;
    this.directory = new IngestDirectory(options.ingestUrls);
    this.default = this.#follow(this.#defaultLink(), options.feed);
  }

  /** A single ingest says itself what its first feed is. Of several, those that have the default feed are asked for it. */
  #defaultLink(): IngestLink {
    const { ingestUrls, feed } = this.#options;
    const [url, second] = ingestUrls;
    if (url !== undefined && second === undefined) return new IngestLink(() => ({ url }));
    return new IngestLink(() => {
      // Once it is known it never becomes another one: what was shown as one feed must not go on as the next.
      const name =
        this.default.mirror.state?.feed ?? (this.directory.has(feed) ? feed : this.directory.first());
      return name === undefined ? undefined : this.#target(name);
    });
  }

  #target(feed: string): Target | undefined {
    const [url] = this.directory.ingestsOf(feed);
    return url === undefined ? undefined : { url, feed };
  }

  /** A replica that has lost the feed is left for one that has it; a sound one is never left. */
  #leaveTheDeaf(): void {
    for (const { link, name } of this.all())
      if (link.target && this.directory.hasBetter(name, link.target.url)) link.moveOn();
  }

  start(): void {
    this.directory.on('change', () => this.#leaveTheDeaf());
    this.directory.start();
    this.default.link.start();
    this.#timer = setInterval(() => this.#letGo(performance.now()), CHECK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.removeAllListeners();
    this.directory.stop();
    for (const feed of this.all()) feed.stop();
  }

  /** Those that are followed now, the default one first. */
  all(): FollowedFeed[] {
    return [this.default, ...this.#others.values()];
  }

  /** Every feed that an ingest has told of; the default one also while none is there. */
  list(): ListedFeed[] {
    const told = this.directory.list();
    const { name, kind, mirror, link } = this.default;
    if (told.some(({ feed }) => feed === name)) return told;
    const { connected = false, last_update_at = null } = mirror.state?.totals ?? {};
    const here = { feed: name, feed_kind: kind, told: link.state.connected, connected, last_update_at };
    return [here, ...told];
  }

  /** Whether it is the default feed, or an ingest has told of it. */
  has(feed: string): boolean {
    return feed === this.default.name || this.directory.has(feed);
  }

  /**
   * A feed to show, the default one unless named: followed from now on, with its state once an ingest has told it. Throws an
   * HttpError: 404 for one that no ingest tells of, 503 while the ingest that has it is away, or too many are followed.
   */
  async ask(feed: string | undefined): Promise<FollowedFeed> {
    const followed = this.followed(feed);
    followed.usedAt = performance.now();
    if (followed !== this.default && !followed.mirror.state) {
      const first = once(followed, 'message', { signal: AbortSignal.timeout(FIRST_WORD_MS) });
      await first.catch(() => {
        throw new HttpError(503, 'ingest is not reachable');
      });
    }
    return followed;
  }

  /** The same without waiting for its state. */
  followed(feed: string | undefined): FollowedFeed {
    if (feed === undefined || feed === this.default.name) return this.default;
    const known = this.#others.get(feed);
    if (known) return known;
    if (!this.directory.has(feed)) throw new HttpError(404, `No feed ${feed} is followed`);
    this.#makeRoom();
    const followed = this.#follow(new IngestLink(() => this.#target(feed)), feed);
    this.#others.set(feed, followed);
    followed.link.start();
    return followed;
  }

  #follow(link: IngestLink, name: string): FollowedFeed {
    const followed = new FollowedFeed(link, name);
    followed.on('message', (message) => this.emit('message', followed, message));
    return followed;
  }

  /** The one that nobody watches and that was asked for longest ago goes. */
  #makeRoom(): void {
    if (this.#others.size + 1 < this.#options.maxFeeds) return;
    const idle = [...this.#others.values()].filter(({ watchers }) => watchers === 0);
    const [oldest] = idle.sort((a, b) => a.usedAt - b.usedAt);
    if (!oldest) throw new HttpError(503, 'Too many feeds are watched at this gateway');
    this.#drop(oldest);
  }

  #letGo(now: number): void {
    for (const feed of this.#others.values())
      if (feed.watchers === 0 && now - feed.usedAt > IDLE_MS) this.#drop(feed);
  }

  #drop(feed: FollowedFeed): void {
    feed.stop();
    for (const [name, each] of this.#others) if (each === feed) this.#others.delete(name);
  }
}
