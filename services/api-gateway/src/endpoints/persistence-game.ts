import { feedQuery } from '../schemas/common.ts';
import { gameParams } from '../schemas/game.ts';
import { persistenceGame as answer } from '../schemas/persistence.ts';
import { readGame } from '@ted/storage';
import { HttpError } from '../errors.ts';
import { endpoint } from './endpoint.ts';

export const persistenceGame = endpoint({
  method: 'get',
  path: '/api/persistence/game/:game_id',
  tag: 'persistence',
  summary: 'The stored documents of a game',
  params: gameParams,
  query: feedQuery,
  answer,
  errors: [404, 503],
  handle: async (gateway, { params: { game_id }, query: { feed } }) => {
    const found = await gateway.withDatabase((database) => readGame(database, feed ?? gateway.feed, game_id));
    if (!found) throw new HttpError(404, `No game ${game_id} is stored`);
    // The API's older name beside the stored one.
    return { ...found, game: { ...found.game, end_price: found.game.final_price ?? null } };
  },
});
