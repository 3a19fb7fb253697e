import type { Database } from '../database.ts';
import type { PriceSample } from './accounts.ts';

/** Stored samples of the prices of some games of one feed, by game. */
export async function samplesOf(
  database: Database,
  feed: string,
  games: readonly { game_id: string }[],
): Promise<Map<string, PriceSample[]>> {
  const samples = await database.models.tick_samples
    .find(
      { feed, game_id: { $in: games.map(({ game_id }) => game_id) } },
      { game_id: 1, tick: 1, price: 1, _id: 0 },
    )
    .lean<(PriceSample & { game_id: string })[]>();
  const byGame = new Map<string, PriceSample[]>();
  for (const sample of samples) {
    const known = byGame.get(sample.game_id);
    if (known) known.push(sample);
    else byGame.set(sample.game_id, [sample]);
  }
  return byGame;
}
