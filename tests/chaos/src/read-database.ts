import type { Db } from 'mongodb';
import type { Stored } from './ledger/audit.ts';

/** Everything that the audit looks at. */
export async function readDatabase(db: Db): Promise<Stored> {
  const read = (name: string, fields: readonly string[]) =>
    db
      .collection(name)
      .find(
        {},
        { projection: { _id: 0, ...Object.fromEntries(fields.map((field) => [field, 1])) }, batchSize: 5000 },
      )
      .toArray() as Promise<any[]>;
  const outcome = ['game_id', 'ingest_id', 'resolved', 'void', 'counted'];
  return {
    games: await read('games', [
      ...['game_id', 'status', 'end_tick', 'duration_ticks', 'final_price', 'peak_price'],
      'forecast_owner',
    ]),
    predictions: await read('predictions', [
      ...outcome,
      ...['predicted_at_tick', 'predicted_end_tick', 'uncertainty_bounds', 'p_rug_40', 'actual_end_tick'],
      ...['error_metrics', 'in_interval', 'rugged_within_40', 'scores'],
    ]),
    samples: await read('tick_samples', ['game_id', 'tick', 'price']),
    bets: await read('side_bets', [
      ...outcome,
      ...['placed_at_tick', 'window_end_tick', 'actual_outcome', 'payout'],
    ]),
    deadLetters: await read('dead_letters', ['key', 'kind', 'record']),
  };
}
