import type {
  Advice,
  FeedKind,
  Forecast,
  GameState,
  JudgedGame,
  LiveFairness,
  LiveMessage,
} from './messages.ts';
import { PricePath } from './price-path.ts';
import type { System } from '../api/system.ts';

type Connection =
  | { is: 'connecting' }
  | { is: 'open' }
  /** Times in ms since 1970; `tries` have failed since the connection was lost. */
  | { is: 'lost'; since: number; nextTryAt: number; tries: number };

/** Everything the page knows. Replaced by the functions below, never changed; only the path grows in place. */
export interface LiveState {
  /** When the page was opened. */
  startedAt: number;
  connection: Connection;
  /** When the game was last heard of; null before the first update. */
  updatedAt: number | null;
  /** The last silence that is over, if it was long enough to be told. */
  recovered: { at: number; lastedMs: number } | null;
  /** TED sends what this page does not understand: they are of different versions. */
  foreign: boolean;
  feed: string | null;
  feedKind: FeedKind | null;
  game: GameState | null;
  forecast: Forecast | null;
  advice: Advice | null;
  bets: { total: number; won: number; lost: number };
  /** Oldest first. */
  judged: readonly JudgedGame[];
  fairness: LiveFairness | null;
  path: PricePath;
  /** The last answer about the parts, and whether the gateway still answers. */
  system: System | null;
  isAnswering: boolean;
  /** Updates as they arrive here: counted since `since`, and the rate of the stretch before it. */
  rate: { since: number; count: number; perSecond: number | null };
}

/** As many as the gateway sends at first. */
const MAX_JUDGED = 200;
/** The rate of updates is told over such stretches. */
const RATE_OVER_MS = 2000;
/** A shorter silence is not worth a word. */
const WORTH_TELLING_MS = 5000;

export function firstState(now: number): LiveState {
  return {
    startedAt: now,
    connection: { is: 'connecting' },
    updatedAt: null,
    recovered: null,
    foreign: false,
    feed: null,
    feedKind: null,
    game: null,
    forecast: null,
    advice: null,
    bets: { total: 0, won: 0, lost: 0 },
    judged: [],
    fairness: null,
    path: new PricePath(''),
    system: null,
    isAnswering: true,
    rate: { since: now, count: 0, perSecond: null },
  };
}

/**
 * The state after a message that arrived at `now`. The first message tells what TED knows, not that it is fresh: only
 * an update says that the game was heard of just now.
 */
export function withMessage(state: LiveState, message: LiveMessage, now: number): LiveState {
  const { game_state: game, forecast, side_bet_advice: advice, side_bet_performance: bets } = message;
  const next: LiveState = {
    ...state,
    foreign: false,
    feed: message.feed,
    feedKind: message.feed_kind,
    game: game.gameId === '' && game.cooldown_ms === null ? null : game,
    // The update that ends a game has none: the last one stands until the next.
    forecast: message.type === 'update' ? (forecast ?? state.forecast) : forecast,
    advice,
    bets: { total: bets.total_recommendations, won: bets.bets_won, lost: bets.bets_lost },
    fairness: message.fairness ?? state.fairness,
    judged:
      message.type === 'initial_state'
        ? message.prediction_history
        : joined(state.judged, message.prediction_history),
    path: withPrice(state.path, game),
  };
  if (message.type === 'initial_state') return next;
  const silence = state.updatedAt === null ? 0 : now - state.updatedAt;
  return {
    ...next,
    updatedAt: now,
    rate: counted(state.rate, now),
    recovered: silence > WORTH_TELLING_MS ? { at: now, lastedMs: silence } : state.recovered,
  };
}

/** The state after an answer about the parts, or after none came (`null`). */
export function withSystem(state: LiveState, system: System | null): LiveState {
  return { ...state, system: system ?? state.system, isAnswering: system !== null };
}

/** The state after the connection broke or could not be made. */
export function withLoss(state: LiveState, nextTryAt: number, tries: number, now: number): LiveState {
  const since = tries > 1 && state.connection.is === 'lost' ? state.connection.since : now;
  return { ...state, connection: { is: 'lost', since, nextTryAt, tries } };
}

function counted({ since, count, perSecond }: LiveState['rate'], now: number): LiveState['rate'] {
  const stretch = now - since;
  // After a silence a new stretch begins: its rate says nothing about now.
  if (stretch > 2 * RATE_OVER_MS) return { since: now, count: 0, perSecond: null };
  return stretch < RATE_OVER_MS
    ? { since, count: count + 1, perSecond }
    : { since: now, count: 0, perSecond: ((count + 1) * 1000) / stretch };
}

function joined(before: readonly JudgedGame[], finished: readonly JudgedGame[]): readonly JudgedGame[] {
  const news = finished.filter(({ game_id }) => !before.some((known) => known.game_id === game_id));
  return news.length === 0 ? before : [...before, ...news].slice(-MAX_JUDGED);
}

function withPrice(before: PricePath, game: GameState): PricePath {
  const { gameId, currentTick: tick, currentPrice: price } = game;
  if (gameId === '') return before;
  const path = before.gameId === gameId ? before : new PricePath(gameId);
  if (game.isRugged) path.reach(tick);
  else path.add({ tick, price });
  return path;
}
