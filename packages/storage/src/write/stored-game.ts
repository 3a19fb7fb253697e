import type { GameDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';

export interface GameKey {
  feed: string;
  game_id: string;
}

/** What forecasts are judged by. An end and an owner stay for ever once they are there. */
export type StoredGame = Pick<
  GameDocument,
  'feed' | 'game_id' | 'end_tick' | 'status' | 'forecast_owner' | 'created_at' | 'ended_at' | 'abandoned_at'
>;
const FIELDS = {
  ...{ _id: 0, feed: 1, game_id: 1, end_tick: 1, status: 1, forecast_owner: 1 },
  ...{ created_at: 1, ended_at: 1, abandoned_at: 1 },
};

/** By {@link keyOf}. */
export type StoredGames = ReadonlyMap<string, StoredGame>;

export const keyOf = ({ feed, game_id }: GameKey): string => `${feed} ${game_id}`;

/** Whether a forecast of the game by this ingest counts. */
export function ownerCounts(
  { forecast_owner }: Pick<StoredGame, 'forecast_owner'>,
  { ingest_id }: { ingest_id: string },
): boolean {
  return forecast_owner == null || ingest_id === forecast_owner;
}

/** The games as the primary has them now; those that are not stored are missing. */
export async function readGames(database: Database, keys: Iterable<GameKey>): Promise<StoredGames> {
  const found = await Promise.all(
    [...idsByFeed(keys)].map(([feed, ids]) =>
      database.models.games
        .find({ feed, game_id: { $in: ids } }, FIELDS)
        .read('primary')
        .lean<StoredGame[]>(),
    ),
  );
  return new Map(found.flat().map((game) => [keyOf(game), game]));
}

/** Each game once, by feed. */
export function idsByFeed(games: Iterable<GameKey>): Map<string, string[]> {
  const groups = new Map<string, Set<string>>();
  for (const { feed, game_id } of games) groups.set(feed, (groups.get(feed) ?? new Set()).add(game_id));
  return new Map([...groups].map(([feed, ids]) => [feed, [...ids]]));
}
