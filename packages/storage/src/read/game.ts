import type { GameDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';
import { COUNTED } from './counted.ts';

/** At most this many predictions of one game are read; a game of the longest kind has 500. */
const MAX_PREDICTIONS = 2000;

/** A game alone, or null if it is not stored. */
export function readGameDocument(
  database: Database,
  feed: string,
  gameId: string,
): Promise<GameDocument | null> {
  return database.models.games.findOne({ feed, game_id: gameId }).lean<GameDocument>();
}

/** A game with everything that was said about it, or undefined if it is not stored. */
export async function readGame(database: Database, feed: string, gameId: string) {
  const { games, predictions, side_bets } = database.models;
  const key = { feed, game_id: gameId };
  const game = await games.findOne(key).lean();
  const forecasts = { ...key, ...COUNTED };
  if (!game) return undefined;
  const [gamePredictions, bets] = await Promise.all([
    predictions.find(forecasts).sort({ predicted_at_tick: 1 }).limit(MAX_PREDICTIONS).lean(),
    side_bets.find(forecasts).sort({ placed_at_tick: 1 }).limit(MAX_PREDICTIONS).lean(),
  ]);
  return { game, predictions: gamePredictions, side_bets: bets };
}

/** At most this many stored samples of one game; one every ten ticks is the default. */
const MAX_SAMPLES = 5000;

/** The price path of a game as it is stored: one sample every TICK_SAMPLE_EVERY_TICKS, gone after TICK_RETENTION_DAYS. */
export async function readPricePath(
  database: Database,
  feed: string,
  gameId: string,
): Promise<{ tick: number; price: number }[]> {
  return database.models.tick_samples
    .find({ feed, game_id: gameId }, { _id: 0, tick: 1, price: 1 })
    .sort({ tick: 1 })
    .limit(MAX_SAMPLES)
    .lean<{ tick: number; price: number }[]>();
}
