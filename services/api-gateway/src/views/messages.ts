import type { FinishedGame, LiveState, LiveUpdate } from '@ted/messaging';
import { gameState } from './game-state.ts';
import { historyOf } from './history-of.ts';
import { adviceView, forecastView } from './live-forecast.ts';
import { onceFor } from './once-for.ts';
import { patterns } from './patterns.ts';
import { historyRecord, historyRecords, type HistoryRecord } from './prediction-history.ts';
import { mlStatus } from './prediction.ts';
import { sideBetPerformance, sideBetRecommendation } from './side-bet.ts';

/** The API's version; one client compares it literally. */
export const API_VERSION = '2.0.0';
const HISTORY_IN_FIRST_MESSAGE = 200;

type State = Readonly<LiveState> | undefined;

/** Of each history once, and not at each of a game's updates. */
const shownRecords = onceFor((games: readonly FinishedGame[]): readonly HistoryRecord[] =>
  historyRecords(games, HISTORY_IN_FIRST_MESSAGE),
);

/** What the first message and the tick message have in common: the original's keys, and beside them what they stand for. */
function now(state: State, records: readonly HistoryRecord[]) {
  const ml = mlStatus(state, records);
  return {
    game_state: gameState(state),
    patterns: patterns(state),
    prediction: ml.last_prediction,
    side_bet_recommendation: sideBetRecommendation(state),
    ml_status: ml,
    side_bet_performance: sideBetPerformance(state),
    forecast: state ? forecastView(state.forecast) : null,
    side_bet_advice: state ? adviceView(state.advice) : null,
    feed: state?.feed ?? null,
    feed_kind: state?.feed_kind ?? null,
  };
}

/** The first message to a WebSocket client, also while no game is running. */
export function initialMessage(state: State, uptimeSeconds: number) {
  const records = shownRecords(historyOf(state));
  return {
    type: 'initial_state',
    ...now(state, records),
    prediction_history: records,
    scores: state?.scores ?? null,
    fairness: state?.fairness ?? null,
    at: state?.at ?? null,
    seq: state?.seq ?? null,
    run: state ? runOf(state) : null,
    system_status: {
      rugs_connected: state?.totals.connected ?? false,
      uptime_seconds: uptimeSeconds,
      total_games: state?.totals.games ?? 0,
      version: API_VERSION,
    },
  };
}

/**
 * One message per update, of 4 KB at most. `prediction_history` is empty unless a game has just ended: then it holds that game,
 * which has the room of `forecast`; the next update has that of the coming game. Scores are in the first message.
 */
export function updateMessage(state: Readonly<LiveState>, update: LiveUpdate) {
  const finished = update.finished && historyRecord(update.finished);
  const { ml_status, ...rest } = now(state, shownRecords(historyOf(state)));
  return {
    type: 'update',
    ...rest,
    ml_status: inShort(ml_status),
    ...(finished && { forecast: null }),
    prediction_history: finished ? [finished] : [],
    ...(update.fairness && { fairness: update.fairness }),
    at: update.at,
    seq: update.seq,
    run: runOf(state),
    timestamp: new Date(update.at).toISOString(),
    enhanced: true,
    version: API_VERSION,
  };
}

/** What stands in the message's prediction in full is not repeated: the original sent everything three times a tick. */
function inShort(ml: ReturnType<typeof mlStatus>) {
  const { last_prediction: last, learning_engine } = ml;
  const { overall_accuracy, recent_accuracy, total_predictions } = learning_engine;
  return {
    ...ml,
    learning_engine: { overall_accuracy, recent_accuracy, total_predictions },
    last_prediction:
      'predicted_tick' in last
        ? {
            predicted_tick: last.predicted_tick,
            confidence: last.confidence,
            tolerance: last.tolerance,
          }
        : {},
  };
}

/** Names the ingest process: its updates are numbered from 0, those of the next one again. */
export const runOf = ({ started_at }: Readonly<LiveState>): string => started_at.toString(36);
