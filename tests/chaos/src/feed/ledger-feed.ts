import {
  simulatedGames,
  startFeedServer,
  type FeedServer,
  type FeedSource,
  type Frame,
} from '@ted/feed-simulator';
import { randomness } from '../../../../packages/feed-simulator/src/randomness.ts';
import { endTicks } from './end-ticks.ts';
import { describeUpdate, type FeedLog, type UpdateData } from './feed-log.ts';
import { Gate } from './gate.ts';

/** What the real feed does now and then to single updates. */
const TRAFFIC = { duplicate: 0.01, reorder: 0.01, skip: 0.02 };
/** The pauses between games would only cost time: they pass faster, and of their minimal updates one in so many is sent. */
const COOLDOWN_HASTE = 3;
const COOLDOWN_KEEP = 10;
const GAMES = 20_000;

/** The tick that was sent with a price of the run's own. */
export interface SentMark {
  gameId: string;
  tick: number;
  at: number;
}

/** The feed of a run. It knows all that it has sent, to whom and when: the ledger that the database is compared with. */
export class LedgerFeed {
  readonly log: FeedLog = { updates: [], sessions: [], games: new Map() };
  #gate!: Gate;
  #server!: FeedServer;
  /** Of several listeners all are one: each of them is to make up for the others. */
  #replicas = 1;
  #session: { id: number; connection: number } | undefined;
  #finishing = false;
  #held: Promise<void> | undefined;
  #marker: { price: number; sent: (mark: SentMark) => void } | undefined;
  readonly #waiting = new Set<{ satisfies: (feed: LedgerFeed) => boolean; resolve: () => void }>();
  /** The running game and its newest tick, as sent. */
  running: { gameId: string; tick: number } | undefined;
  /** Games that have ended. */
  ended = 0;

  static async start(options: { seed: string; speed: number; replicas?: number }): Promise<LedgerFeed> {
    const feed = new LedgerFeed();
    feed.#replicas = options.replicas ?? 1;
    const games = simulatedGames({
      ...options,
      faults: TRAFFIC,
      endTicks: endTicks(randomness(`${options.seed}/ends`), GAMES),
    });
    feed.#server = await startFeedServer({ source: feed.#recorded(games) });
    feed.#gate = await Gate.open(feed.#server.port, (connection) => feed.#onClosed(connection));
    return feed;
  }

  get url(): string {
    return this.#gate.url;
  }

  get connected(): boolean {
    return this.#replicas === 1 ? this.#session !== undefined : this.#gate.open >= this.#replicas;
  }

  /** Application messages from listeners: a listener must send none. */
  get received(): number {
    return this.#server.receivedFromClients;
  }

  /** Cuts the connection; with `refuse`, for as long as {@link LedgerFeed.allow} was not called. */
  cut(options: { refuse: boolean; from?: string }): void {
    this.#gate.cut(options);
  }

  allow(): void {
    this.#gate.allow();
  }

  /** Nothing passes to that listener and nothing closes, until {@link LedgerFeed.heal}. */
  stall(from: string): void {
    this.#gate.stall(from);
  }

  heal(): void {
    this.#gate.heal();
  }

  /** Resolves when it holds; looked at after every update and connection. */
  until(satisfies: (feed: LedgerFeed) => boolean): Promise<void> {
    if (satisfies(this)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.add({ satisfies, resolve }));
  }

  /** Gives the next tick in the middle of a game this price. Resolves when it was sent to a listener. */
  sendMarked(price: number): Promise<SentMark> {
    return new Promise((sent) => (this.#marker = { price, sent }));
  }

  /** Like {@link LedgerFeed.sendMarked}, and nothing follows until `release` is called. */
  async sendMarkedAndHold(price: number): Promise<SentMark & { release: () => void }> {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const mark = await new Promise<SentMark>((sent) => {
      this.#marker = {
        price,
        sent: (where) => {
          this.#held = held;
          sent(where);
        },
      };
    });
    return { ...mark, release };
  }

  /** Ends the feed after the history has shown the end of the running game. Connections stay. */
  async finish(): Promise<void> {
    this.#finishing = true;
    await this.#server.ended;
  }

  async close(): Promise<void> {
    await this.#gate.close();
    await this.#server.close();
  }

  #recorded(inner: FeedSource): FeedSource {
    return {
      speed: inner.speed,
      frames: () => this.#frames(inner),
      onConnect: () => {
        if (this.#replicas === 1 || !this.#session) this.log.sessions.push({ from: Date.now(), to: null });
        this.#session = { id: this.log.sessions.length - 1, connection: this.#gate.connections };
        const greeting = inner.onConnect?.();
        if (greeting) this.#note(greeting.data as UpdateData);
        return greeting;
      },
    };
  }

  async *#frames(inner: FeedSource): AsyncGenerator<Frame> {
    let owedMs = 0;
    let minimal = 0;
    for await (const frame of inner.frames()) {
      const data = frame.data as UpdateData;
      const isUpdate = frame.event === 'gameStateUpdate';
      const inCooldown = isUpdate && data.active !== true;
      owedMs += frame.delayMs / (inCooldown ? COOLDOWN_HASTE : 1);
      if (inCooldown && data.active === undefined && minimal++ % COOLDOWN_KEEP > 0) continue;
      const marked = isUpdate && this.#takesMarker(data) ? { ...data, price: this.#marker!.price } : data;
      yield { ...frame, data: marked, delayMs: owedMs };
      owedMs = 0;
      // The server comes back for the next frame as soon as this one was sent.
      if (isUpdate) this.#note(marked);
      await this.#held;
      if (this.#finishing && inCooldown && data.gameHistory) return;
    }
  }

  #takesMarker({ active, rugged, tickCount, gameId }: UpdateData): boolean {
    if (!this.#marker || !this.connected || active !== true || rugged || tickCount! < 5) return false;
    return this.running?.gameId === gameId && tickCount! > this.running.tick;
  }

  #note(data: UpdateData): void {
    const update = describeUpdate(data, Date.now(), this.#session?.id ?? null);
    for (const game of data.gameHistory ?? []) this.#learn(game);
    this.log.updates.push(update);
    if (update.tick === null || update.rugged) {
      if (this.running && update.rugged) this.ended++;
      this.running = undefined;
    } else if (this.running?.gameId !== update.gameId || update.tick > this.running.tick) {
      this.running = { gameId: update.gameId, tick: update.tick };
    }
    if (this.#marker && update.price === this.#marker.price) {
      this.#marker.sent({ gameId: update.gameId, tick: update.tick!, at: update.at });
      this.#marker = undefined;
    }
    this.#tell();
  }

  #learn({ id, prices, peakMultiplier, provablyFair }: NonNullable<UpdateData['gameHistory']>[number]): void {
    if (this.log.games.has(id)) return;
    this.log.games.set(id, {
      endTick: prices.length - 1,
      finalPrice: prices.at(-1)!,
      peakPrice: peakMultiplier,
      prices,
      serverSeed: provablyFair.serverSeed,
    });
  }

  #onClosed(connection: number): void {
    if (this.#replicas > 1 || this.#session?.connection !== connection) return;
    this.log.sessions[this.#session.id]!.to = Date.now();
    this.#session = undefined;
    this.#tell();
  }

  #tell(): void {
    for (const waiting of this.#waiting) {
      if (!waiting.satisfies(this)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}
