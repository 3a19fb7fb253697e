/** What the feed did, as its own side saw it. Times are ms since 1970 by the harness's clock. */

/** A `gameStateUpdate`, reduced to what it says about games. */
export interface SentUpdate {
  at: number;
  /** The connection that it went to; null while nobody listened. */
  session: number | null;
  gameId: string;
  /** Null in an update that is not about a running game. */
  tick: number | null;
  price: number | null;
  rugged: boolean;
  /** First and last tick whose prices it brings along (`partialPrices`, or `prices` on connect). */
  carries: { from: number; to: number } | null;
  /** The finished games that it shows. */
  history: string[];
}

/** A listener's connection; `to` is null while it lasts. */
export interface Session {
  from: number;
  to: number | null;
}

/** A finished game as it really was. */
export interface TrueGame {
  endTick: number;
  finalPrice: number;
  peakPrice: number;
  /** By tick; the last is the rug's. */
  prices: readonly number[];
  serverSeed: string;
}

export interface FeedLog {
  updates: SentUpdate[];
  sessions: Session[];
  games: Map<string, TrueGame>;
}

/** The fields of a `gameStateUpdate` that matter here; simulated ones are always whole. */
export interface UpdateData {
  gameId: string;
  active?: boolean;
  rugged?: boolean;
  tickCount?: number;
  price?: number;
  cooldownTimer?: number;
  partialPrices?: { startTick: number; endTick: number };
  prices?: number[];
  gameHistory?: {
    id: string;
    prices: number[];
    peakMultiplier: number;
    provablyFair: { serverSeed: string };
  }[];
}

/** What an update says, for the log. */
export function describeUpdate(data: UpdateData, at: number, session: number | null): SentUpdate {
  const running = data.active === true && data.tickCount !== undefined;
  const { partialPrices, prices } = data;
  return {
    at,
    session,
    gameId: data.gameId,
    tick: running ? data.tickCount! : null,
    price: running ? data.price! : null,
    rugged: data.rugged === true,
    carries: prices
      ? { from: 0, to: prices.length - 1 }
      : partialPrices
        ? { from: partialPrices.startTick, to: partialPrices.endTick }
        : null,
    history: (data.gameHistory ?? []).map(({ id }) => id),
  };
}
