import type * as z from 'zod';
import type { PredictionDocument, SideBetDocument } from '@ted/storage';
import type { storedPrediction } from '../schemas/stored-prediction.ts';
import type { storedSideBet } from '../schemas/stored-side-bet.ts';

type Scored = PredictionDocument & { scores?: { brier: number; log_loss: number } };

export function storedPredictionView(prediction: Scored): z.input<typeof storedPrediction> {
  return {
    game_id: prediction.game_id,
    feed: prediction.feed,
    predicted_at_tick: prediction.predicted_at_tick,
    predicted_end_tick: prediction.predicted_end_tick,
    quantiles: prediction.quantiles,
    uncertainty_bounds: prediction.uncertainty_bounds,
    confidence: prediction.confidence,
    p_rug_40: prediction.p_rug_40,
    hazard: prediction.hazard,
    model_version: prediction.model_version,
    most_weight: heaviest(prediction.experts),
    last_before_end: prediction.last_before_end,
    created_at: prediction.created_at.toISOString(),
    resolved: prediction.resolved,
    actual_end_tick: prediction.actual_end_tick,
    signed_error: prediction.error_metrics?.signed_error ?? null,
    e40: prediction.error_metrics?.e40 ?? null,
    in_interval: prediction.in_interval ?? null,
    rugged_within_40: prediction.rugged_within_40 ?? null,
    brier: prediction.scores?.brier ?? null,
    log_loss: prediction.scores?.log_loss ?? null,
  };
}

export function storedSideBetView(bet: SideBetDocument): z.input<typeof storedSideBet> {
  return {
    game_id: bet.game_id,
    feed: bet.feed,
    placed_at_tick: bet.placed_at_tick,
    window_end_tick: bet.window_end_tick,
    probability: bet.probability,
    expected_value: bet.expected_value,
    confidence: bet.confidence,
    recommendation: bet.recommendation,
    model_version: bet.model_version ?? null,
    actual_outcome: bet.actual_outcome,
    payout: bet.payout,
    created_at: bet.created_at.toISOString(),
  };
}

/** Null where an earlier TED has stored no weights. */
function heaviest(experts: Record<string, number> | undefined): { name: string; weight: number } | null {
  const [first] = Object.entries(experts ?? {}).sort(([, a], [, b]) => b - a);
  return first ? { name: first[0], weight: first[1] } : null;
}
