import type { GameState, GameTracker } from '@ted/game';
import { MODEL_VERSION, type Forecast } from '@ted/forecast';
import type { FinishedGame, LiveAdvice, LiveForecast, LiveGame } from '@ted/messaging';

/** How the pipeline's state looks on the wire to the gateways. */

export function liveGame(tracker: GameTracker): LiveGame | null {
  const { game } = tracker;
  if (!game) return null;
  return {
    game_id: game.gameId,
    phase: tracker.phase,
    start_tick: game.startTick,
    tick: game.tick,
    price: game.price,
    peak_price: game.peakPrice,
    peak_tick: game.peakTick,
    started_at: game.startedAt,
    rugged: game.endedAt !== null,
  };
}

export function liveForecast(forecast: Forecast): LiveForecast {
  return {
    tick: forecast.tick,
    model_version: MODEL_VERSION,
    predicted_end_tick: forecast.q50,
    q10: forecast.q10,
    q90: forecast.q90,
    ...forecast.interval,
    confidence: forecast.confidence,
    hazard: forecast.hazard,
    p_rug_40: forecast.pRug40,
    epr_active: forecast.features.epr_active,
    experts: forecast.experts,
  };
}

export function liveAdvice({ sideBet }: Forecast): LiveAdvice {
  return {
    action: sideBet.action,
    tick: sideBet.tick,
    p_win_40: sideBet.probability,
    expected_value: sideBet.expectedValue,
    confidence: sideBet.certainty,
    threshold_used: sideBet.threshold,
    next_bet_tick: sideBet.nextBetTick,
  };
}

/** A finished game beside the first forecast that was made for it. */
export function finishedGame(game: GameState, endedAt: number, first: Forecast | undefined): FinishedGame {
  return {
    game_id: game.gameId,
    started_at: game.startedAt,
    ended_at: endedAt,
    start_tick: game.startTick,
    end_tick: game.tick,
    peak_price: game.peakPrice,
    end_price: game.price,
    forecast: first
      ? {
          predicted_at_tick: first.tick,
          predicted_end_tick: first.q50,
          q10: first.q10,
          q90: first.q90,
          lower: first.interval.lower,
          upper: first.interval.upper,
          tolerance: halfWidth(first),
          epr_active: first.features.epr_active,
        }
      : null,
  };
}

/** Half the interval's width in whole ticks, at least 1. */
function halfWidth({ interval }: Forecast): number {
  return Math.max(1, Math.round((interval.upper - interval.lower) / 2));
}
