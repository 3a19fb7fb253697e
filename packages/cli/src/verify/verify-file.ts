import { CliError, messageOf } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { readRecording } from './read-recording.ts';
import { RecordedGame } from './recorded-game.ts';
import { takeRecorded } from './recorded-shapes.ts';
import type { VerifiedGame } from './verified-game.ts';

/**
 * Verifies every game of a recording by everything that it shows of it, in the order of their first mention.
 * @throws CliError if the file cannot be read, or nothing in it is of a known shape
 */
export async function* verifyFile(file: string, progress: Progress): AsyncGenerator<VerifiedGame> {
  const games = await readGames(file, progress);
  let checked = 0;
  for (const game of games) {
    yield { gameId: game.gameId, ...game.verdict() };
    progress.show(`${++checked} of ${games.length} games checked`);
  }
}

async function readGames(file: string, progress: Progress): Promise<RecordedGame[]> {
  const games = new Map<string, RecordedGame>();
  const gameOf = (gameId: string): RecordedGame => {
    const known = games.get(gameId) ?? new RecordedGame(gameId);
    games.set(gameId, known);
    return known;
  };
  let [taken, unknown, firstUnknown] = [0, 0, ''];
  try {
    for await (const { where, value } of readRecording(file)) {
      if (takeRecorded(value, gameOf)) taken++;
      else if (unknown++ === 0) firstUnknown = where;
      progress.show(`${taken} lines of ${file} read, ${games.size} games`);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(`cannot read ${file}: ${code === 'ENOENT' ? 'no such file' : messageOf(error)}`);
  }
  if (taken === 0)
    throw new CliError(
      unknown === 0 ? `${file} is empty` : `${file}: ${firstUnknown} is of no known shape, nor is any other`,
    );
  if (unknown > 0) {
    progress.clear();
    console.error(`${file}: ${unknown} lines are of no known shape, the first is ${firstUnknown}`);
  }
  return [...games.values()].filter(({ isKnown }) => isKnown);
}
