import type { SideBetDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';
import { COUNTED } from '../read/counted.ts';
import { HOUR_MS } from '../write/hours.ts';
import { evidenceOf } from './evidence.ts';
import {
  predictionMetrics,
  sideBetMetrics,
  systemMetrics,
  type HourFigures,
  type StoredPrediction,
} from './hour-metrics.ts';

/** The figures of one UTC hour, read through the time indexes: the cost is that hour's records, not the database. */
export async function computeHour(database: Database, feed: string, hourStart: Date): Promise<HourFigures> {
  const { games, predictions, side_bets, system_samples } = database.models;
  const within = { $gte: hourStart, $lt: new Date(Number(hourStart) + HOUR_MS) };
  const [gamesAnalyzed, hourPredictions, hourBets, samples] = await Promise.all([
    // Games belong to the hour of their end; those only known from the feed's history were not analysed.
    games.countDocuments({ ended_at: within, feed, start_tick: { $exists: true } }),
    predictions
      .find(
        { created_at: within, feed, ...COUNTED },
        {
          game_id: 1,
          p_rug_40: 1,
          resolved: 1,
          last_before_end: 1,
          error_metrics: 1,
          in_interval: 1,
          rugged_within_40: 1,
          scores: 1,
        },
      )
      .lean<StoredPrediction[]>(),
    side_bets
      .find({ created_at: within, feed, ...COUNTED }, { actual_outcome: 1, payout: 1 })
      .lean<SideBetDocument[]>(),
    system_samples.find({ created_at: within, feed }).lean(),
  ]);
  return {
    games_analyzed: gamesAnalyzed,
    predictions_made: hourPredictions.length,
    prediction_metrics: predictionMetrics(hourPredictions),
    side_bet_metrics: sideBetMetrics(hourBets),
    system_metrics: systemMetrics(samples),
    evidence: evidenceOf(hourPredictions),
  };
}
