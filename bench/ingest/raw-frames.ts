import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readNdjson, simulatedGames } from '@ted/feed-simulator';
import { ROOT } from '../../tests/support/ted.ts';

const RECORDING = 'recordings/raw-frames-2025-12-07.ndjson.gz';
const SIMULATED = 176;

/**
 * Consecutive `gameStateUpdate`s as the text of their data: recorded from the real feed (the rest of a game that was joined
 * at tick 128, its rug and the cooldown after it; median 10 KB), simulated where there is no recording.
 */
export async function rawFrames(say: (line: string) => void): Promise<string[]> {
  const file = join(process.env.TED_SHARED_DATA ?? join(ROOT, '../shared/data'), RECORDING);
  if (existsSync(file)) return recorded(file);
  say(`there is no ${file}: simulated frames instead`);
  return simulated();
}

async function recorded(file: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const { value } of readNdjson(file)) {
    const { event, data } = value as { event: string; data: unknown };
    if (event === 'gameStateUpdate') texts.push(JSON.stringify(data));
  }
  return texts;
}

async function simulated(): Promise<string[]> {
  const texts: string[] = [];
  for await (const { event, data } of simulatedGames({ seed: 'bench' }).frames()) {
    if (event === 'gameStateUpdate') texts.push(JSON.stringify(data));
    if (texts.length === SIMULATED) break;
  }
  return texts;
}

/**
 * The same frames of later games, by round: a round's last game is the next round's running one, and the history that comes along
 * is of the games before, as it is at the feed. Whoever has followed the first ones would ignore a repetition.
 */
export function laterGames(frames: readonly string[]): (round: number) => string[] {
  const ids = gamesInOrder(frames);
  const pattern = new RegExp(ids.join('|'), 'g');
  return (round) => {
    const later = new Map(ids.map((id, n) => [id, `20260101-${String(round + n).padStart(16, '0')}`]));
    return frames.map((text) => text.replace(pattern, (id) => later.get(id)!));
  };
}

/** Ids of all games in the frames, from the oldest of the history to the newest. */
function gamesInOrder(frames: readonly string[]): string[] {
  const updates = frames.map(
    (text) => JSON.parse(text) as { gameId: string; gameHistory?: { id: string }[] },
  );
  // A history, newest first, tells where the game that it comes with stands.
  const told = updates.filter(({ gameHistory }) => gameHistory !== undefined);
  const ids = [...told, ...updates].flatMap(({ gameId, gameHistory = [] }) => [
    ...gameHistory.map(({ id }) => id).toReversed(),
    gameId,
  ]);
  return [...new Set(ids)];
}
