import { EventEmitter } from 'node:events';
import { WebSocket } from 'ws';
import { liveFeeds, type LiveFeeds } from '@ted/messaging';

const RETRY_MS = 500;
/** ingest tells its feeds once a second. */
const SILENCE_MS = 5000;

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

  /** The ingests that have this feed, those that are there now first. */
  ingestsOf(feed: string): string[] {
    return this.#entries
      .filter(({ feeds }) => feeds.some((each) => each.feed === feed))
      .sort((a, b) => Number(b.connected) - Number(a.connected))
      .map(({ url }) => url);
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
    const names = this.feeds.map(({ feed }) => feed).join();
    this.feeds = parsed.data.feeds;
    if (this.connected && names === this.feeds.map(({ feed }) => feed).join()) return;
    this.connected = true;
    this.#onChange();
  }

  #expectWord(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#socket?.terminate(), SILENCE_MS);
  }
}
