import type { StoredGame } from '../api/stored-game.ts';
import type { JudgedGame } from './messages.ts';

/** Stored games (newest first) and those in memory (oldest first) as one list, oldest first, each once. */
export function judgedGames(
  stored: readonly StoredGame[],
  live: readonly JudgedGame[],
): readonly JudgedGame[] {
  const known = new Set(live.map(({ game_id }) => game_id));
  const before = stored.flatMap((game) => (known.has(game.game_id) ? [] : (asJudged(game) ?? []))).reverse();
  return before.length === 0 ? live : [...before, ...live];
}

/** Null for a game that had no forecast. */
function asJudged({ game_id, end_tick: end, forecast, scores }: StoredGame): JudgedGame | null {
  if (end === null || forecast === null) return null;
  return {
    game_id,
    predicted_tick: forecast.median,
    actual_tick: end,
    in_band: forecast.inside,
    lower: forecast.lower,
    upper: forecast.upper,
    scored: scores,
  };
}
