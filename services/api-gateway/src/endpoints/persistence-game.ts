import { z } from 'zod';
import { gameId } from '@ted/game';
import { readGame } from '@ted/storage';
import { demand, HttpError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

const parameters = z.object({ game_id: gameId });
const query = z.object({ feed: z.string().max(32).optional() });

export const persistenceGame: Endpoint = {
  method: 'get',
  path: '/api/persistence/game/:game_id',
  handle: async (gateway, request) => {
    const { game_id } = demand(parameters, request.params);
    const { feed } = demand(query, request.query);
    const found = await gateway.withDatabase((database) => readGame(database, feed ?? gateway.feed, game_id));
    if (!found) throw new HttpError(404, `No game ${game_id} is stored`);
    // The API's older name beside the stored one.
    return { ...found, game: { ...found.game, end_price: found.game.final_price ?? null } };
  },
};
