import type { LiveState, LiveUpdate } from '@ted/messaging';
import { gameState } from './game-state.ts';
import { patterns } from './patterns.ts';
import { historyRecord, historyRecords } from './prediction-history.ts';
import { mlStatus, prediction } from './prediction.ts';
import { sideBetPerformance, sideBetRecommendation } from './side-bet.ts';

/** The API's version; one client compares it literally. */
export const API_VERSION = '2.0.0';
const HISTORY_IN_FIRST_MESSAGE = 200;

type State = Readonly<LiveState> | undefined;

/** What the first message and the tick message have in common. */
function now(state: State) {
  const records = historyRecords(state?.history ?? [], HISTORY_IN_FIRST_MESSAGE);
  return {
    game_state: gameState(state),
    patterns: patterns(state),
    prediction: prediction(state, records),
    side_bet_recommendation: sideBetRecommendation(state),
    ml_status: mlStatus(state, records),
    prediction_history: records,
    side_bet_performance: sideBetPerformance(state),
  };
}

/** The first message to a WebSocket client, also while no game is running. */
export function initialMessage(state: State, uptimeSeconds: number) {
  return {
    type: 'initial_state',
    ...now(state),
    side_bet_advice: state?.advice ?? null,
    feed: state?.feed ?? null,
    seq: state?.seq ?? null,
    system_status: {
      rugs_connected: state?.totals.connected ?? false,
      uptime_seconds: uptimeSeconds,
      total_games: state?.totals.games ?? 0,
      version: API_VERSION,
    },
  };
}

/** One message per update. `prediction_history` is empty unless a game has just ended, then it holds that game. */
export function updateMessage(state: Readonly<LiveState>, update: LiveUpdate) {
  const finished = update.finished && historyRecord(update.finished);
  return {
    type: 'update',
    ...now(state),
    side_bet_advice: state.advice,
    prediction_history: finished ? [finished] : [],
    feed: state.feed,
    seq: update.seq,
    timestamp: new Date(update.at).toISOString(),
    enhanced: true,
    version: API_VERSION,
  };
}
