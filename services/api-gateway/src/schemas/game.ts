import * as z from 'zod';
import { gameId } from '@ted/game';
import { storedGame } from './stored-game.ts';
import { storedPrediction } from './stored-prediction.ts';
import { storedSideBet } from './stored-side-bet.ts';

export const gameParams = z.object({ game_id: gameId });

/** `GET /api/games/{game_id}`: a game with everything that was said about it. */
export const gameDetail = storedGame.extend({
  path: z
    .array(z.object({ tick: z.int(), price: z.number() }))
    .describe('Stored samples of the price; empty once they are older than TICK_RETENTION_DAYS'),
  predictions: z.array(storedPrediction),
  side_bets: z.array(storedSideBet),
  server_seed: z.string().nullable(),
  server_seed_hash: z.string().nullable(),
  version: z.string().nullable(),
  older_game: z.string().nullable().describe('The game that ended before it; null for the oldest'),
  newer_game: z.string().nullable().describe('The game that ended after it; null for the newest'),
});
