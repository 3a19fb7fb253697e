import { BASELINE_P_RUG_40, SIDE_BET_PAYOUT, type GameState, type GameTracker } from '@ted/game';
import { REQUIRED_CERTAINTY, type ScoredGame, type Scores, type Statement } from '@ted/forecast';
import type {
  FinishedGame,
  GameScores,
  LiveAdvice,
  LiveForecast,
  LiveGame,
  LiveScores,
} from '@ted/messaging';

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

export function liveForecast(forecast: Statement, modelVersion: string): LiveForecast {
  return {
    tick: forecast.tick,
    model_version: modelVersion,
    predicted_end_tick: forecast.quantiles.q50,
    q10: forecast.quantiles.q10,
    q90: forecast.quantiles.q90,
    quantiles: forecast.quantiles,
    survival: forecast.survival.map(fourDigits),
    lower: forecast.interval.lower,
    upper: forecast.interval.upper,
    windows: forecast.interval.windows,
    confidence: forecast.confidence,
    hazard: forecast.hazard,
    p_rug_40: forecast.pRug40,
    baseline_p_rug_40: BASELINE_P_RUG_40,
    epr_active: forecast.features.epr_active,
    experts: forecast.experts.map(({ name, weight, prior, evidence, pRug }) => {
      return { name, weight, prior, evidence, p_rug_40: pRug };
    }),
  };
}

const fourDigits = (p: number): number => Math.round(p * 10_000) / 10_000;

export function liveAdvice({ sideBet, range }: Statement): LiveAdvice {
  return {
    action: sideBet.action,
    tick: sideBet.tick,
    p_win_40: sideBet.probability,
    expected_value: sideBet.expectedValue,
    confidence: sideBet.certainty,
    threshold_used: sideBet.threshold,
    next_bet_tick: sideBet.nextBetTick,
    break_even: 1 / SIDE_BET_PAYOUT,
    p_low: range.low,
    p_high: range.high,
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
    open_bet: sideBet.openBet && {
      tick: sideBet.openBet.tick,
      window_end_tick: sideBet.openBet.windowEndTick,
    },
  };
}

/** A finished game beside the first forecast that was made for it. */
export function finishedGame(
  game: GameState,
  endedAt: number,
  first: Statement | undefined,
  logE: number,
  scored: ScoredGame | undefined,
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
          predicted_end_tick: first.quantiles.q50,
          q10: first.quantiles.q10,
          q90: first.quantiles.q90,
          lower: first.interval.lower,
          upper: first.interval.upper,
          tolerance: halfWidth(first),
          epr_active: first.features.epr_active,
        }
      : null,
    scored: scored ? gameScores(scored) : null,
    log_e: logE,
  };
}

/** How good the forecasts were, under the names of the wire. */
export function liveScores(scores: Scores): LiveScores {
  const { mixture, drift } = scores;
  return {
    games: scores.games,
    ticks: scores.ticks,
    mixture: {
      brier: mixture.brier,
      log_loss: mixture.logLoss,
      brier_skill: mixture.brierSkill,
      log_loss_skill: mixture.logLossSkill,
      ece: mixture.ece,
      crps: mixture.crps,
      coverage_85: mixture.coverage85,
    },
    baseline: lossOnTheWire(scores.baseline),
    experts: Object.fromEntries(
      Object.entries(scores.experts).map(([name, loss]) => [name, lossOnTheWire(loss)]),
    ),
    reliability: scores.reliability.map(({ meanP, ...step }) => ({ ...step, mean_p: meanP })),
    drift: { statistic: drift.statistic, alarm: drift.alarm, since_game: drift.sinceGame },
  };
}

const lossOnTheWire = ({ brier, logLoss }: Scores['baseline']) => ({ brier, log_loss: logLoss });

/** Sums of one game's scores, under the names of the wire and the stored game. */
export function gameScores({ ticks, mixture, baseline, covered }: ScoredGame): GameScores {
  return {
    ticks,
    brier: mixture.brier,
    log_loss: mixture.logLoss,
    baseline_brier: baseline.brier,
    baseline_log_loss: baseline.logLoss,
    covered,
  };
}

/** Half the interval's width in whole ticks, at least 1. */
function halfWidth({ interval }: Statement): number {
  return Math.max(1, Math.round((interval.upper - interval.lower) / 2));
}
