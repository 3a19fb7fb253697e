import { BASELINE_P_RUG_40, SIDE_BET_PAYOUT, type GameState, type GameTracker } from '@ted/game';
import { MODEL_VERSION, REQUIRED_CERTAINTY, type Forecast } from '@ted/forecast';
import type { FinishedGame, LiveAdvice, LiveForecast, LiveGame, LiveScores } from '@ted/messaging';

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
    quantiles: quantiles(forecast.deciles),
    survival: forecast.survival.map((p) => Number(p.toFixed(4))),
    ...forecast.interval,
    confidence: forecast.confidence,
    hazard: forecast.hazard,
    p_rug_40: forecast.pRug40,
    baseline_p_rug_40: BASELINE_P_RUG_40,
    epr_active: forecast.features.epr_active,
    experts: forecast.experts.map((expert) => ({ ...expert, p_rug_40: null, evidence: 0 })),
  };
}

function quantiles(deciles: readonly number[]): LiveForecast['quantiles'] {
  const [q10, q20, q30, q40, q50, q60, q70, q80, q90] = deciles as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { q10, q20, q30, q40, q50, q60, q70, q80, q90 };
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
    break_even: 1 / SIDE_BET_PAYOUT,
    p_low: sideBet.probability,
    p_high: sideBet.probability,
    gates: [
      {
        name: 'above_break_even',
        met: sideBet.gates.aboveBreakEven,
        value: sideBet.probability,
        need: sideBet.threshold,
      },
      { name: 'sure', met: sideBet.gates.certain, value: sideBet.certainty, need: REQUIRED_CERTAINTY },
      { name: 'cooldown', met: sideBet.gates.windowFree, value: sideBet.tick, need: sideBet.nextBetTick },
    ],
    open_bet: null,
  };
}

/** A finished game beside the first forecast that was made for it. */
export function finishedGame(
  game: GameState,
  endedAt: number,
  first: Forecast | undefined,
  logE: number,
): FinishedGame {
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
    scored: null,
    log_e: logE,
  };
}

export function liveScores(): LiveScores {
  return {
    games: 0,
    ticks: 0,
    mixture: {
      brier: null,
      log_loss: null,
      brier_skill: null,
      log_loss_skill: null,
      ece: null,
      crps: null,
      coverage_85: null,
    },
    baseline: { brier: null, log_loss: null },
    experts: {},
    reliability: [],
    drift: { statistic: 0, alarm: false, since_game: null },
  };
}

/** Half the interval's width in whole ticks, at least 1. */
function halfWidth({ interval }: Forecast): number {
  return Math.max(1, Math.round((interval.upper - interval.lower) / 2));
}
