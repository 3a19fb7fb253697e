import type { Advice, Forecast, GameState, JudgedGame, LiveMessage } from './messages.ts';
import { append, end, NO_PATH, type PricePath } from './price-path.ts';
import type { Status } from './status.ts';

type Connection =
  | { is: 'connecting' }
  | { is: 'open' }
  /** Times in ms since 1970; `tries` have failed since the connection was lost. */
  | { is: 'lost'; since: number; nextTryAt: number; tries: number };

/** Everything the page knows. Never changed, only replaced by the functions below. */
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
  game: GameState | null;
  forecast: Forecast | null;
  advice: Advice | null;
  /** The last bet that was recommended before the eyes of this page. */
  bet: { gameId: string; tick: number } | null;
  bets: { total: number; won: number; lost: number };
  /** Oldest first. */
  judged: readonly JudgedGame[];
  path: PricePath;
  /** Null while the gateway does not answer. */
  status: Status | null;
  updatesPerSecond: number | null;
}

/** As many as the gateway sends at first. */
const MAX_JUDGED = 200;
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
    game: null,
    forecast: null,
    advice: null,
    bet: null,
    bets: { total: 0, won: 0, lost: 0 },
    judged: [],
    path: NO_PATH,
    status: null,
    updatesPerSecond: null,
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
    game: game.gameId === '' && game.cooldown_ms === null ? null : game,
    forecast,
    advice,
    bets: { total: bets.total_recommendations, won: bets.bets_won, lost: bets.bets_lost },
    bet: advice?.action === 'PLACE_SIDE_BET' ? { gameId: game.gameId, tick: advice.tick } : state.bet,
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
    recovered: silence > WORTH_TELLING_MS ? { at: now, lastedMs: silence } : state.recovered,
  };
}

/** The state after an answer about the parts, or after none came (`null`). */
export function withStatus(state: LiveState, status: Status | null): LiveState {
  const before = state.status;
  const updatesPerSecond =
    status && before && status.at > before.at
      ? ((status.statistics.total_game_updates - before.statistics.total_game_updates) * 1000) /
        (status.at - before.at)
      : null;
  return { ...state, status, updatesPerSecond };
}

/** The state after the connection broke or could not be made. */
export function withLoss(state: LiveState, nextTryAt: number, tries: number, now: number): LiveState {
  const since = tries > 1 && state.connection.is === 'lost' ? state.connection.since : now;
  return { ...state, connection: { is: 'lost', since, nextTryAt, tries } };
}

function joined(before: readonly JudgedGame[], finished: readonly JudgedGame[]): readonly JudgedGame[] {
  const news = finished.filter(({ game_id }) => !before.some((known) => known.game_id === game_id));
  return news.length === 0 ? before : [...before, ...news].slice(-MAX_JUDGED);
}

function withPrice(path: PricePath, game: GameState): PricePath {
  const { gameId, currentTick: tick, currentPrice: price } = game;
  if (gameId === '') return path;
  return game.isRugged ? end(path, gameId, tick) : append(path, gameId, { tick, price });
}
