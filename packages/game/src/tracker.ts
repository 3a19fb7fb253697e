import type { GameStateUpdate } from './feed-events.ts';
import { confirms, needsConfirmation } from './plausibility.ts';
import { idOf, parseRevealedGame, type RevealedGame } from './revealed-game.ts';
import type { GameState, Phase, TrackerEvent } from './tracker-events.ts';

/** Presale begins when the cooldown's timer has come down to this. */
const PRESALE_MS = 10_000;
/** How many finished games are remembered, so that late updates and repeated histories of them mean nothing. */
const REMEMBERED_GAMES = 64;

/**
 * Follows the feed's updates and says what they mean. Pure: no clock, no I/O; the same updates give the same events.
 * Duplicates, late and skipped updates, repeated rugs, minimal updates and single garbled ones are normal traffic.
 */
export class GameTracker {
  #game: GameState | undefined;
  #doubted: { update: GameStateUpdate; at: number } | undefined;
  readonly #left = new Set<string>();
  readonly #revealed = new Set<string>();
  #upcoming:
    | { gameId: string; remainingMs: number; serverSeedHash: string | null; version: string | null }
    | undefined;

  /**
   * @param resumed the game that an earlier process followed when it was heard of last. Its ticks are taken again from the
   * first one on, where the feed shows them
   */
  constructor(resumed?: GameState) {
    if (resumed) this.#game = { ...resumed, tick: -1, missedTicks: 0, rugShownAt: null };
  }

  /** The game being followed: running, or the last one until the next begins. */
  get game(): Readonly<GameState> | undefined {
    return this.#game;
  }

  get phase(): Phase {
    if (this.#upcoming) return this.#upcoming.remainingMs > PRESALE_MS ? 'cooldown' : 'presale';
    return this.#game?.phase ?? 'waiting';
  }

  /** The game that comes next, during the cooldown. */
  get upcoming(): { gameId: string; remainingMs: number } | undefined {
    return this.#upcoming;
  }

  /** Takes one validated update, received at `at` (ms since 1970). */
  handle(update: GameStateUpdate, at: number): TrackerEvent[] {
    const events: TrackerEvent[] = [];
    const revealed = this.#newlyRevealed(update);
    this.#weigh(update, at, events);
    for (const game of revealed) events.push({ type: 'revealed', revealed: game });
    return events;
  }

  /** Holds back an update that contradicts the running game until another one agrees with it. */
  #weigh(update: GameStateUpdate, at: number, events: TrackerEvent[]): void {
    const doubted = this.#doubted;
    this.#doubted = undefined;
    if (doubted && confirms(update, doubted.update)) {
      this.#apply(doubted.update, doubted.at, events);
    } else {
      if (doubted) events.push({ type: 'ignored', reason: 'implausible' });
      if (!this.#isOfLeftGame(update) && needsConfirmation(update, this.#followed())) {
        this.#doubted = { update, at };
        return;
      }
    }
    this.#apply(update, at, events);
  }

  #followed() {
    const game = this.#game;
    return (
      game && { gameId: game.gameId, tick: game.tick, running: game.phase === 'running' && !this.#upcoming }
    );
  }

  #isOfLeftGame(update: GameStateUpdate): boolean {
    return this.#left.has(update.gameId) && update.gameId !== this.#game?.gameId;
  }

  #apply(update: GameStateUpdate, at: number, events: TrackerEvent[]): void {
    if (this.#isOfLeftGame(update)) {
      events.push({ type: 'ignored', reason: 'late' });
      return;
    }
    if (this.#game?.phase === 'running' && update.gameId !== this.#game.gameId) {
      this.#closeUnfinished(this.#game, update, at, events);
    }
    if (update.active !== true || update.tickCount === undefined || update.price === undefined) {
      this.#applyCooldown(update, events);
      return;
    }
    if (update.rugged) this.#applyRug(update, update.tickCount, update.price, at, events);
    else this.#applyTick(update, update.tickCount, update.price, at, events);
  }

  #applyCooldown(update: GameStateUpdate, events: TrackerEvent[]): void {
    // An update without a phase of its own in the middle of a game says nothing about the game.
    if (this.#game?.gameId === update.gameId) return;
    const remainingMs = update.cooldownTimer ?? this.#upcoming?.remainingMs ?? 0;
    this.#upcoming = {
      gameId: update.gameId,
      remainingMs,
      serverSeedHash: update.provablyFair?.serverSeedHash ?? this.#upcoming?.serverSeedHash ?? null,
      version: update.provablyFair?.version ?? this.#upcoming?.version ?? null,
    };
    events.push({ type: 'cooldown', gameId: update.gameId, remainingMs });
  }

  #applyTick(update: GameStateUpdate, tick: number, price: number, at: number, events: TrackerEvent[]): void {
    const game = this.#game?.gameId === update.gameId ? this.#game : undefined;
    if (!game) {
      this.#begin(update, tick, price, at, events);
      return;
    }
    raisePeakFrom(game, update);
    if (game.phase === 'ended' || tick < game.tick) {
      if (price > game.peakPrice && game.phase === 'running') setPeak(game, price, tick);
      events.push({ type: 'ignored', reason: 'late' });
      return;
    }
    if (tick === game.tick) {
      events.push({ type: 'ignored', reason: 'duplicate' });
      return;
    }
    this.#upcoming = undefined;
    this.#fillMissed(game, update, tick, events);
    advance(game, tick, price);
    events.push({ type: 'tick', game: { ...game }, tick, price, filled: false });
  }

  #begin(update: GameStateUpdate, tick: number, price: number, at: number, events: TrackerEvent[]): void {
    if (this.#game) this.#remember(this.#left, this.#game.gameId);
    const upcoming = this.#upcoming?.gameId === update.gameId ? this.#upcoming : undefined;
    this.#upcoming = undefined;
    const game: GameState = {
      gameId: update.gameId,
      phase: 'running',
      startTick: tick,
      tick: -1,
      price: 1,
      peakPrice: 1,
      peakTick: 0,
      startedAt: at,
      endedAt: null,
      rugShownAt: null,
      missedTicks: 0,
      serverSeedHash: update.provablyFair?.serverSeedHash ?? upcoming?.serverSeedHash ?? null,
      version: update.provablyFair?.version ?? upcoming?.version ?? null,
    };
    this.#game = game;
    const fills: TrackerEvent[] = [];
    this.#fillMissed(game, update, tick, fills);
    game.missedTicks = 0; // what came before we joined was not missed
    advance(game, tick, price);
    events.push({ type: 'started', game: { ...game } }, ...fills, {
      type: 'tick',
      game: { ...game },
      tick,
      price,
      filled: false,
    });
  }

  #applyRug(update: GameStateUpdate, tick: number, price: number, at: number, events: TrackerEvent[]): void {
    const game = this.#game?.gameId === update.gameId ? this.#game : undefined;
    // Seen before, or we came after the rug: then `revealed` tells the end if the feed shows it, else nobody knows it.
    if (!game || game.phase === 'ended') {
      events.push({ type: 'ignored', reason: 'repeated-rug' });
      return;
    }
    const known = findInHistory(update, game.gameId);
    const endTick = known?.endTick ?? rugTick(update, price) ?? Math.max(tick, game.tick);
    this.#fillMissed(game, update, endTick, events, known?.prices);
    game.rugShownAt = tick;
    this.#end(game, endTick, known?.finalPrice ?? price, known, at, events);
  }

  /** The feed speaks of the next game and we have not seen this one's end: the history tells it, or nobody does. */
  #closeUnfinished(game: GameState, update: GameStateUpdate, at: number, events: TrackerEvent[]): void {
    const revealed = findInHistory(update, game.gameId);
    if (revealed?.endTick != null && revealed.finalPrice !== null) {
      this.#fillMissed(game, update, revealed.endTick, events, revealed.prices);
      this.#end(game, revealed.endTick, revealed.finalPrice, revealed, at, events);
    } else if (update.active === true) {
      // The next game runs already; until then its cooldown may still have brought the history.
      game.phase = 'ended';
      events.push({ type: 'abandoned', game: { ...game } });
    }
  }

  #end(
    game: GameState,
    endTick: number,
    price: number,
    known: RevealedGame | undefined,
    at: number,
    events: TrackerEvent[],
  ): void {
    if (known?.peakPrice != null && known.peakPrice > game.peakPrice)
      setPeak(game, known.peakPrice, known.peakTick ?? game.peakTick);
    game.tick = endTick;
    game.price = price;
    game.phase = 'ended';
    game.endedAt = at;
    events.push({ type: 'ended', game: { ...game } });
  }

  /** Takes the ticks between the last one and `until` from what the update itself brings along of the game. */
  #fillMissed(
    game: GameState,
    update: GameStateUpdate,
    until: number,
    events: TrackerEvent[],
    inHistory?: readonly number[] | null,
  ): void {
    const isOfGame = update.gameId === game.gameId;
    const prices = (isOfGame && update.prices) || inHistory;
    const partial = isOfGame ? update.partialPrices?.values : undefined;
    for (let tick = game.tick + 1; tick < until; tick++) {
      const price = prices?.[tick] ?? partial?.[String(tick)];
      if (price === undefined) {
        game.missedTicks++;
        continue;
      }
      advance(game, tick, price);
      events.push({ type: 'tick', game: { ...game }, tick, price, filled: true });
    }
  }

  #newlyRevealed(update: GameStateUpdate): RevealedGame[] {
    const games: RevealedGame[] = [];
    for (const entry of update.gameHistory ?? []) {
      // Only what is new is read: ten games come with every history, with all their prices.
      if (this.#revealed.has(idOf(entry))) continue;
      const game = parseRevealedGame(entry);
      if (!game) continue;
      this.#remember(this.#revealed, game.gameId);
      games.push(game);
    }
    return games;
  }

  #remember(set: Set<string>, gameId: string): void {
    set.add(gameId);
    if (set.size > REMEMBERED_GAMES) set.delete(set.values().next().value!);
  }
}

function advance(game: GameState, tick: number, price: number): void {
  game.tick = tick;
  game.price = price;
  if (price > game.peakPrice) setPeak(game, price, tick);
}

function setPeak(game: GameState, price: number, tick: number): void {
  game.peakPrice = price;
  game.peakTick = tick;
}

/** The big update on connect can arrive after newer ones: its prices cannot be replayed in order, but they may hold the peak. */
function raisePeakFrom(game: GameState, update: GameStateUpdate): void {
  update.prices?.forEach((price, tick) => {
    if (price > game.peakPrice && game.phase === 'running') setPeak(game, price, tick);
  });
}

/** The tick counter runs on after the rug, the last prices do not: they end with the rug's. Undefined if they do not show it. */
function rugTick(update: GameStateUpdate, price: number): number | undefined {
  const values = update.partialPrices?.values ?? {};
  const last = Math.max(...Object.keys(values).map(Number));
  return values[String(last)] === price ? last : undefined;
}

function findInHistory(update: GameStateUpdate, gameId: string): RevealedGame | undefined {
  for (const entry of update.gameHistory ?? []) {
    if (idOf(entry) !== gameId) continue;
    const revealed = parseRevealedGame(entry);
    if (revealed) return revealed;
  }
  return undefined;
}
