import {
  MAX_PAYOUT_PRICE,
  MOONSHOT_PEAK,
  ULTRA_SHORT_TICKS,
  WINDOW_TICKS,
  type GameState,
  type RevealedGame,
  type TickFeatures,
} from '@ted/game';
import type { Forecast, ModelVersion, ScoredGame, Statement } from '@ted/forecast';
import { RECORD_VERSION, type RecordOf } from '@ted/messaging';
import { gameScores } from './live-views.ts';

/** How the forecasts of the model beside turned out, at the same ticks. */
export interface Challenged {
  model: ModelVersion;
  scored: ScoredGame;
}

/** What every record of this ingest says about where it comes from. */
export interface Origin {
  feed: string;
  ingestId: string;
  /** The model whose forecasts are shown and stored. */
  model: ModelVersion;
}

const common = (origin: Origin, gameId: string, at: number) =>
  ({ v: RECORD_VERSION, feed: origin.feed, game_id: gameId, created_at: at }) as const;

export function startedRecord(origin: Origin, game: GameState, at: number): RecordOf<'game_started'> {
  return {
    kind: 'game_started',
    ...common(origin, game.gameId, at),
    start_tick: game.startTick,
    peak_price: game.peakPrice,
    peak_tick: game.peakTick,
    server_seed_hash: game.serverSeedHash,
    version: game.version,
  };
}

export function progressRecord(origin: Origin, game: GameState, at: number): RecordOf<'game_progress'> {
  return {
    kind: 'game_progress',
    ...common(origin, game.gameId, at),
    tick: game.tick,
    peak_price: game.peakPrice,
    peak_tick: game.peakTick,
  };
}

export function endedRecord(
  origin: Origin,
  game: GameState,
  at: number,
  told: {
    predictions: boolean;
    sideBets: number;
    earlyPeak: boolean;
    logE: number;
    scored: ScoredGame | undefined;
    challenger: Challenged | undefined;
  },
): RecordOf<'game_ended'> {
  return {
    kind: 'game_ended',
    ...common(origin, game.gameId, at),
    ingest_id: origin.ingestId,
    start_tick: game.startTick,
    end_tick: game.tick,
    peak_price: game.peakPrice,
    peak_tick: game.peakTick,
    final_price: game.price,
    missed_ticks: game.missedTicks,
    had_predictions: told.predictions,
    side_bets_placed: told.sideBets,
    patterns_detected: patternsOf(game, told.earlyPeak),
    log_e: told.logE,
    ...(told.challenger && {
      challenger_scores: { ...gameScores(told.challenger.scored), model_version: told.challenger.model },
    }),
    ...(told.scored && { scores: { ...gameScores(told.scored), model_version: origin.model } }),
  };
}

/** Which of the documented patterns' conditions the game showed. */
function patternsOf(game: GameState, earlyPeak: boolean): string[] {
  return [
    ...(game.tick <= ULTRA_SHORT_TICKS ? ['ultra_short'] : []),
    ...(game.price >= MAX_PAYOUT_PRICE ? ['max_payout'] : []),
    ...(game.peakPrice >= MOONSHOT_PEAK ? ['moonshot'] : []),
    ...(earlyPeak ? ['early_peak'] : []),
  ];
}

export function abandonedRecord(origin: Origin, game: GameState, at: number): RecordOf<'game_abandoned'> {
  return { kind: 'game_abandoned', ...common(origin, game.gameId, at), last_tick: Math.max(0, game.tick) };
}

export function revealedRecord(origin: Origin, game: RevealedGame, at: number): RecordOf<'game_revealed'> {
  return {
    kind: 'game_revealed',
    ...common(origin, game.gameId, at),
    end_tick: game.endTick,
    peak_price: game.peakPrice,
    peak_tick: game.peakTick,
    final_price: game.finalPrice,
    server_seed: game.serverSeed,
    server_seed_hash: game.serverSeedHash,
    version: game.version,
    ...(game.prices && { prices: [...game.prices] }),
    feed_timestamp: game.feedTimestamp,
  };
}

export function predictionRecord(
  origin: Origin,
  gameId: string,
  forecast: Statement,
  at: number,
  lastBeforeEnd: boolean,
): RecordOf<'prediction'> {
  return {
    kind: 'prediction',
    ...common(origin, gameId, at),
    ingest_id: origin.ingestId,
    model_version: origin.model,
    predicted_at_tick: forecast.tick,
    predicted_end_tick: forecast.quantiles.q50,
    confidence: forecast.confidence,
    uncertainty_bounds: { lower: forecast.interval.lower, upper: forecast.interval.upper },
    quantiles: forecast.quantiles,
    p_rug_40: forecast.pRug40,
    hazard: forecast.hazard,
    features_used: { ...forecast.features },
    experts: Object.fromEntries(forecast.experts.map(({ name, weight }) => [name, weight])),
    last_before_end: lastBeforeEnd,
  };
}

export function sideBetRecord(
  origin: Origin,
  gameId: string,
  forecast: Forecast,
  at: number,
): RecordOf<'side_bet'> {
  const { sideBet } = forecast;
  return {
    kind: 'side_bet',
    ...common(origin, gameId, at),
    ingest_id: origin.ingestId,
    model_version: origin.model,
    placed_at_tick: sideBet.tick,
    window_end_tick: sideBet.tick + WINDOW_TICKS,
    probability: sideBet.probability,
    expected_value: sideBet.expectedValue,
    confidence: sideBet.certainty,
    recommendation: 'PLACE_SIDE_BET',
  };
}

export function tickSampleRecord(
  origin: Origin,
  gameId: string,
  tick: number,
  price: number,
  features: TickFeatures,
  at: number,
): RecordOf<'tick_sample'> {
  return { kind: 'tick_sample', ...common(origin, gameId, at), tick, price, features: { ...features } };
}
