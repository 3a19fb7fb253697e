import { EventEmitter } from 'node:events';
import { WebSocket } from 'ws';
import { liveFeeds, type LiveFeeds } from '@ted/messaging';

const RETRY_MS = 500;
/** ingest tells its feeds once a second. */
const SILENCE_MS = 4000;

type ToldFeed = LiveFeeds['feeds'][number];
/** `told`: whether an ingest that has it is there. */
export type ListedFeed = ToldFeed & { told: boolean };

/** Which feeds the ingests tell of. Knows what an ingest that is away had told; which ones are there now says `connected`. */
export class IngestDirectory extends EventEmitter<{ change: [] }> {
  readonly #entries: readonly Entry[];
  readonly #startedAt = performance.now();

  /** @param urls of all ingests; where several have a feed, the earlier one is asked first */
  constructor(urls: readonly string[]) {
    super();
    this.#entries = urls.map((url) => new Entry(url, () => this.emit('change')));
  }

  start(): void {
    for (const entry of this.#entries) entry.connect();
  }

  stop(): void {
    this.removeAllListeners();
    for (const entry of this.#entries) entry.stop();
  }

  /** The ingests that have this feed, those first that are there now, of them those that are connected to it. */
  ingestsOf(feed: string): string[] {
    const quality = (entry: Entry): number => entry.qualityOf(feed);
    return this.#entries
      .filter(({ feeds }) => feeds.some((each) => each.feed === feed))
      .sort((a, b) => quality(b) - quality(a))
      .map(({ url }) => url);
  }

  /** Whether another ingest shows this feed better than that one: who follows that one should leave it. */
  hasBetter(feed: string, url: string): boolean {
    const current = this.#entries.find((entry) => entry.url === url)?.qualityOf(feed) ?? 0;
    return this.#entries.some((entry) => entry.qualityOf(feed) > current);
  }

  /** Every feed once, with what the first ingest says that is there and has it. */
  list(): ListedFeed[] {
    const known = new Map<string, ListedFeed>();
    for (const { feeds, connected: told } of this.#entries)
      for (const each of feeds)
        if (!known.has(each.feed) || (told && !known.get(each.feed)!.told))
          known.set(each.feed, { ...each, told });
    return [...known.values()];
  }

  /** The first feed of the first ingest; of another one only when that one has not been heard for some time. */
  first(): string | undefined {
    const heard = this.#entries.find(({ feeds }) => feeds.length > 0);
    const waited = performance.now() - this.#startedAt > SILENCE_MS;
    return heard === this.#entries[0] || waited ? heard?.feeds[0]?.feed : undefined;
  }

  has(feed: string): boolean {
    return this.#entries.some(({ feeds }) => feeds.some((each) => each.feed === feed));
  }
}

/** One ingest's list, kept up to date over a connection that comes back by itself. */
class Entry {
  readonly url: string;
  readonly #onChange: () => void;
  feeds: readonly ToldFeed[] = [];
  connected = false;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(url: string, onChange: () => void) {
    this.url = url;
    this.#onChange = onChange;
  }

  /** How well it shows the feed: 2 it is there and connected to it, 1 it is there, 0 it is not. */
  qualityOf(feed: string): number {
    const known = this.feeds.find((each) => each.feed === feed);
    return known && this.connected ? 1 + Number(known.connected) : 0;
  }

  connect(): void {
    const socket = new WebSocket(`${this.url.replace(/^http/, 'ws').replace(/\/$/, '')}/live/feeds`, {
      perMessageDeflate: false,
      handshakeTimeout: 3000,
    });
    this.#socket = socket;
    // It follows with a close, which is all that matters: IngestLink says what is wrong.
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    socket.on('close', () => {
      clearTimeout(this.#watchdog);
      if (this.connected) {
        this.connected = false;
        this.#onChange();
      }
      if (!this.#stopped) this.#retry = setTimeout(() => this.connect(), RETRY_MS);
    });
    this.#expectWord();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#watchdog);
    this.#socket?.terminate();
  }

  #receive(text: string): void {
    this.#expectWord();
    const parsed = liveFeeds.safeParse(JSON.parse(text));
    if (!parsed.success) return;
    const before = shownOf(this.feeds);
    this.feeds = parsed.data.feeds;
    if (this.connected && before === shownOf(this.feeds)) return;
    this.connected = true;
    this.#onChange();
  }

  #expectWord(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#socket?.terminate(), SILENCE_MS);
  }
}

/** What of a list matters to who follows its feeds. */
function shownOf(feeds: readonly ToldFeed[]): string {
  return feeds.map(({ feed, connected }) => `${feed} ${connected}`).join();
}
