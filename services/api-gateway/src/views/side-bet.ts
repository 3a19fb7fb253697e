import { WINDOW_TICKS } from '@ted/game';
import type { LiveBet, LiveState } from '@ted/messaging';

/** What TED says about the side bet now; null before the first word of ingest. */
export function sideBetAdvice(state: Readonly<LiveState> | undefined) {
  if (!state) return null;
  const { advice, forecast } = state;
  return {
    action: advice.action,
    p_win_40: advice.p_win_40,
    expected_value: advice.expected_value,
    confidence: advice.confidence,
    tick: advice.tick,
    epr_active: forecast.epr_active,
    threshold_used: advice.threshold_used,
    next_bet_tick: advice.next_bet_tick,
  };
}

/** The recommendation itself: null while TED says wait. */
export function sideBetRecommendation(state: Readonly<LiveState> | undefined) {
  return state?.advice.action === 'PLACE_SIDE_BET' ? sideBetAdvice(state) : null;
}

export function sideBetPerformance(state: Readonly<LiveState> | undefined) {
  const bets = state?.totals.bets;
  return {
    total_recommendations: bets?.total ?? 0,
    positive_ev_bets: bets?.positive_ev ?? 0,
    bets_won: bets?.won ?? 0,
    bets_lost: bets?.lost ?? 0,
    total_ev: bets?.total_ev ?? 0,
  };
}

export function sideBetHistory(bets: readonly LiveBet[]) {
  return bets.map((bet) => ({
    game_id: bet.game_id,
    tick: bet.tick,
    action: 'PLACE_SIDE_BET',
    probability: bet.probability,
    p_win_40: bet.probability,
    coverage_end_tick: bet.tick + WINDOW_TICKS,
    expected_value: bet.expected_value,
    confidence: bet.confidence,
    timestamp: new Date(bet.at).toISOString(),
    won: bet.won,
  }));
}
