import { readGameDocument } from '@ted/storage';
import { HttpError } from '../errors.ts';
import { feedQuery } from '../schemas/common.ts';
import { gameFairness } from '../schemas/fairness.ts';
import { gameParams } from '../schemas/game.ts';
import { gameFairnessView } from '../views/fairness.ts';
import { endpoint } from './endpoint.ts';

export const fairnessGame = endpoint({
  method: 'get',
  path: '/api/fairness/:game_id',
  tag: 'analytics',
  summary: 'A game’s check against its revealed seed, with the replay',
  params: gameParams,
  query: feedQuery,
  answer: gameFairness,
  errors: [404, 503],
  handle: async (gateway, { params: { game_id }, query }) => {
    const feed = query.feed ?? gateway.feed;
    const game = await gateway.withDatabase((database) => readGameDocument(database, feed, game_id));
    if (!game) throw new HttpError(404, `No game ${game_id} is stored`);
    return gameFairnessView(game);
  },
});
