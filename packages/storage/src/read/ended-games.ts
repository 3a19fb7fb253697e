import type { Database } from '../database.ts';

/** A finished game with what its course can be told from. */
export interface PlayedStoredGame {
  game_id: string;
  start_tick: number;
  end_tick: number;
  final_price: number;
  server_seed?: string;
  version?: string;
  /** Stored prices, ascending; read only where no seed is revealed. */
  samples: { tick: number; price: number }[];
}

const FIELDS = {
  feed: 1,
  game_id: 1,
  start_tick: 1,
  end_tick: 1,
  final_price: 1,
  server_seed: 1,
  version: 1,
} as const;

/** The finished games that TED has followed, in the order in which they were made. */
export async function* eachEndedGame(database: Database): AsyncGenerator<PlayedStoredGame> {
  const { games, tick_samples } = database.models;
  const cursor = games.find({ status: 'ended' }, FIELDS).sort({ created_at: 1 }).lean().cursor();
  for await (const game of cursor) {
    const { feed, game_id, start_tick, end_tick, final_price, server_seed, version } = game;
    if (start_tick === undefined || end_tick === undefined || final_price === undefined) continue;
    const samples = server_seed
      ? []
      : await tick_samples.find({ feed, game_id }, { tick: 1, price: 1 }).sort({ tick: 1 }).lean();
    yield {
      game_id,
      start_tick,
      end_tick,
      final_price,
      ...(server_seed && { server_seed }),
      ...(version && { version }),
      samples,
    };
  }
}
