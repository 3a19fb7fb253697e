import { verifyStoredGames } from '@ted/storage';
import { CliError } from '../errors.ts';
import { stackPaths } from '../paths.ts';
import type { Progress } from '../progress.ts';
import { withDatabase } from '../with-database.ts';
import type { VerifiedGame } from './verified-game.ts';

/**
 * Verifies one stored game, or all of them, by what is stored now. Writes nothing.
 * @param take told of each game in turn
 * @throws CliError if a game that was asked for is not stored
 */
export async function verifyStored(
  data: string | undefined,
  wanted: { gameId?: string },
  progress: Progress,
  take: (game: VerifiedGame) => void,
): Promise<void> {
  await withDatabase(stackPaths(data), async (database) => {
    let games = 0;
    for await (const { game, verdict } of verifyStoredGames(database, wanted)) {
      take({ gameId: game.game_id, feed: game.feed, ...verdict });
      progress.show(`${++games} games checked`);
    }
    if (games === 0 && wanted.gameId !== undefined)
      throw new CliError(`no game ${wanted.gameId} is stored, and there is no such file`);
  });
}
