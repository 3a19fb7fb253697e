import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { fetchJson } from './fetch-json.ts';
import { storedPrediction, storedSideBet } from './stored-forecasts.ts';
import { storedGame } from './stored-game.ts';

/** What the page reads of `GET /api/games/{game_id}`. */
const answer = z.extend(storedGame, {
  /** Stored samples of the price; empty once they are older than they are kept. */
  path: z.array(z.object({ tick: z.number(), price: z.number() })),
  predictions: z.array(storedPrediction),
  side_bets: z.array(storedSideBet),
  server_seed: z.nullable(z.string()),
  server_seed_hash: z.nullable(z.string()),
  version: z.nullable(z.string()),
  /** Ids of the games that ended before and after it. */
  older_game: z.nullable(z.string()),
  newer_game: z.nullable(z.string()),
});
export type GameDetail = z.infer<typeof answer>;

/** The game's seed and outcomes come some seconds after its end, a newer game a minute later. */
const EVERY_MS = 5000;

/** A stored game with everything that was said about it. Not asked for without an id. */
export const useGame = (gameId: string) =>
  useQuery({
    queryKey: ['game', gameId],
    queryFn: () => fetchJson(`/api/games/${encodeURIComponent(gameId)}`, answer),
    enabled: gameId !== '',
    refetchInterval: ({ state: { data } }) =>
      data?.verdict === 'waiting' || data?.newer_game === null ? EVERY_MS : false,
  });
