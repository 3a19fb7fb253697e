import type { GameDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';

/** The newest games that are read at most: about a month of a followed feed. */
const MAX_GAMES = 50_000;

export type EndedGame = Pick<GameDocument, 'game_id'> & {
  ended_at: Date;
  end_tick: number;
  peak_price: number;
  final_price: number;
};

/** How a feed's games ended from `from` on, oldest first; those whose end, peak or final price is not known are left out. */
export async function readEndedGames(database: Database, feed: string, from: Date): Promise<EndedGame[]> {
  const games = await database.models.games
    .find(
      { feed, ended_at: { $gte: from } },
      { _id: 0, game_id: 1, ended_at: 1, end_tick: 1, peak_price: 1, final_price: 1 },
    )
    .sort({ ended_at: -1, game_id: -1 })
    .limit(MAX_GAMES)
    .lean<Partial<EndedGame>[]>();
  return games.filter(isWhole).reverse();
}

const isWhole = (game: Partial<EndedGame>): game is EndedGame =>
  [game.end_tick, game.peak_price, game.final_price].every(Number.isFinite);
