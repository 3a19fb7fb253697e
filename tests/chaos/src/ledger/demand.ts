import { groupBy } from '../group-by.ts';
import type { FeedLog, SentUpdate } from '../feed/feed-log.ts';
import { fateOf, type Fate, type GameFacts } from './fate.ts';
import { within, type Interval, type Kill } from './windows.ts';

/** What the feed's ledger demands of the database. A document that it does not know at all is wrong. */
export interface Demand {
  games: Map<string, Fate>;
  predictions: TickDemand;
  samples: TickDemand;
  /** Predictions and samples of ticks that were sent while nothing was accepted, and that nobody made up for. */
  unaccepted: number;
}

/**
 * By game and tick. `must`: exactly one document. Otherwise one may be there, and then it must be right. `at`: when it
 * was sent first.
 */
export type TickDemand = Map<string, Map<number, { must: boolean; at: number }>>;

/** How far an update may be ahead of a doubtful one that it confirms (ADR 5). */
const CONFIRMATION_TICKS = 80;

/**
 * Reads the ledger by the rules of the feed's protocol. Pure.
 * @param windows see `unacceptedWindows`
 * @param kills when ingest was killed: the next one has seen nothing of what was sent before
 */
export function demandOf(log: FeedLog, windows: readonly Interval[], kills: readonly Kill[]): Demand {
  const reader = new Reader(log.games);
  const counted = new Set<SentUpdate>();
  const bySession = groupBy(log.updates, ({ session }) => session);
  log.sessions.forEach((session, i) => {
    const updates = bySession.get(i) ?? [];
    const before = log.sessions[i - 1];
    const isNewProcess = !before || kills.some(({ at }) => at >= before.from && at < session.from);
    if (isNewProcess) reader.forget();
    const certain = isNewProcess ? 0 : firstConfirmed(updates);
    updates.forEach((update, index) => {
      const accepted = !within(windows, update.at);
      if (accepted) counted.add(update);
      reader.take(update, accepted && index >= certain);
    });
  });
  return {
    games: new Map([...reader.games].map(([id, facts]) => [id, fateOf(facts)])),
    predictions: reader.predictions,
    samples: reader.samples,
    unaccepted: countUnaccepted(log, counted, reader),
  };
}

/**
 * After a reconnection the first update may contradict the game that was followed, and a contradiction counts once the
 * next update confirms it. The index of the first update that counts whatever was followed.
 */
function firstConfirmed(updates: readonly SentUpdate[]): number {
  const index = updates.findIndex((update, i) => {
    const next = updates[i + 1];
    if (next?.gameId !== update.gameId) return false;
    if (update.tick === null || next.tick === null) return true;
    return next.tick >= update.tick && next.tick <= update.tick + CONFIRMATION_TICKS;
  });
  return index < 0 ? updates.length : index;
}

/** Goes through what was sent to a listener, in order. An update that does not count may have been seen or not. */
class Reader {
  readonly predictions: TickDemand = new Map();
  readonly samples: TickDemand = new Map();
  readonly games = new Map<string, GameFacts>();
  /** Each game's newest tick that the present process has seen for sure, and that it may have seen. */
  readonly #sure = new Map<string, number>();
  readonly #possible = new Map<string, number>();

  readonly #truth: FeedLog['games'];

  constructor(truth: FeedLog['games']) {
    this.#truth = truth;
  }

  /** The process was killed: the next one has seen nothing itself. */
  forget(): void {
    this.#sure.clear();
    this.#possible.clear();
  }

  take(update: SentUpdate, counts: boolean): void {
    const { gameId, tick, rugged, at } = update;
    for (const finished of update.history) this.#reveal(finished, at, counts);
    if (tick === null) return;
    const possible = this.#possible.get(gameId) ?? -1;
    const sure = this.#sure.get(gameId) ?? -1;
    if (rugged) {
      // Whoever joins after the rug learns the end from the history only.
      if (possible < 0) return;
      const sees = counts && sure >= 0;
      this.#note(gameId, at, { end: sees ? 'sure' : 'maybe' });
      // The tick counter runs on after the rug, the prices do not: the last one is the end's, and no tick's.
      this.#fill(update, Math.min(tick, update.carries?.to ?? tick), { possible, sure, must: sees });
      return;
    }
    this.#note(gameId, at, { seen: counts ? 'sure' : 'maybe' });
    if (tick > sure) {
      const must = counts && tick > possible;
      put(this.predictions, gameId, tick, must, at);
      put(this.samples, gameId, tick, must, at);
      this.#fill(update, tick, { possible, sure, must });
    }
    this.#possible.set(gameId, Math.max(possible, tick));
    if (counts) this.#sure.set(gameId, Math.max(sure, tick));
  }

  /** The feed's history shows a finished game: of one that was followed and not seen to end, all ticks are known now. */
  #reveal(gameId: string, at: number, counts: boolean): void {
    const known = this.games.get(gameId);
    const truth = this.#truth.get(gameId);
    if (truth && known && known.seen !== 'no' && known.end !== 'sure') {
      const sure = this.#sure.get(gameId) ?? -1;
      const possible = this.#possible.get(gameId) ?? -1;
      // A process that was started meanwhile goes on with the game if its start had been accepted.
      const must = counts && sure >= 0 && known.end === 'no';
      for (let tick = sure + 1; tick < truth.endTick; tick++)
        put(this.samples, gameId, tick, must && tick > possible, at);
    }
    this.#note(gameId, at, { end: counts ? 'sure' : 'maybe' });
  }

  /** An update fills the ticks before it that it brings the prices of: they are sampled, and nothing is forecast at them. */
  #fill(
    { gameId, carries, at }: SentUpdate,
    until: number,
    { possible, sure, must }: { possible: number; sure: number; must: boolean },
  ): void {
    if (!carries) return;
    for (let tick = Math.max(carries.from, sure + 1); tick <= Math.min(carries.to, until - 1); tick++)
      put(this.samples, gameId, tick, must && tick > possible, at);
  }

  #note(gameId: string, at: number, news: Partial<GameFacts>): void {
    const known = this.games.get(gameId) ?? { at, seen: 'no', end: 'no' };
    const better = (a: GameFacts['end'], b: GameFacts['end'] | undefined) =>
      a === 'sure' || b === 'sure' ? 'sure' : a === 'maybe' || b === 'maybe' ? 'maybe' : 'no';
    this.games.set(gameId, {
      at: known.at,
      seen: better(known.seen, news.seen),
      end: better(known.end, news.end),
    });
  }
}

function put(demand: TickDemand, gameId: string, tick: number, must: boolean, at: number): void {
  let game = demand.get(gameId);
  if (!game) demand.set(gameId, (game = new Map()));
  const known = game.get(tick);
  if (!known) game.set(tick, { must, at });
  else known.must ||= must;
}

function countUnaccepted(log: FeedLog, counted: ReadonlySet<SentUpdate>, reader: Reader): number {
  const missing = new Set<string>();
  for (const update of log.updates) {
    const { gameId, tick } = update;
    if (tick === null || update.rugged || counted.has(update)) continue;
    for (const kind of ['predictions', 'samples'] as const)
      if (!reader[kind].get(gameId)?.get(tick)?.must) missing.add(`${kind} ${gameId} ${tick}`);
  }
  return missing.size;
}
