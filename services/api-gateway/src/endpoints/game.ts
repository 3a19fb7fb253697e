import { readGame, readNeighbours, readPricePath } from '@ted/storage';
import { HttpError } from '../errors.ts';
import { feedQuery } from '../schemas/common.ts';
import { gameDetail, gameParams } from '../schemas/game.ts';
import { storedPredictionView, storedSideBetView } from '../views/stored-forecasts.ts';
import { storedGameView } from '../views/stored-game.ts';
import { endpoint, type Endpoint } from './endpoint.ts';

const detail = (path: string, summary: string): Endpoint =>
  endpoint({
    method: 'get',
    path,
    tag: 'history',
    summary,
    params: gameParams,
    query: feedQuery,
    answer: gameDetail,
    errors: [404, 503],
    handle: async (gateway, { params: { game_id }, query }) => {
      const feed = query.feed ?? gateway.feed;
      const [found, path] = await gateway.withDatabase((database) =>
        Promise.all([readGame(database, feed, game_id), readPricePath(database, feed, game_id)]),
      );
      if (!found) throw new HttpError(404, `No game ${game_id} is stored`);
      const { game, predictions, side_bets } = found;
      const { older, newer } = await gateway.withDatabase((database) => readNeighbours(database, game));
      return {
        ...storedGameView(game),
        path,
        predictions: predictions.map(storedPredictionView),
        side_bets: side_bets.map(storedSideBetView),
        server_seed: game.server_seed ?? null,
        server_seed_hash: game.server_seed_hash ?? null,
        version: game.version ?? null,
        older_game: older,
        newer_game: newer,
      };
    },
  });

export const game = detail('/api/games/:game_id', 'A stored game with everything that was said about it');
export const analyticsGame = detail('/api/analytics/games/:game_id', 'The same as /api/games/{game_id}');
