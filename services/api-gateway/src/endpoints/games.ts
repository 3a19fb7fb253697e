import { countGames, readGamePage } from '@ted/storage';
import { cursorText } from '../schemas/common.ts';
import { gameFilter, gameList, gameListQuery } from '../schemas/game-list.ts';
import { storedGameView } from '../views/stored-game.ts';
import { endpoint } from './endpoint.ts';

export const games = endpoint({
  method: 'get',
  path: '/api/games',
  tag: 'history',
  summary: 'Stored games, newest end first, in pages',
  query: gameListQuery,
  answer: gameList,
  errors: [503],
  handle: async (gateway, { query }) => {
    const { limit, cursor, from, to } = query;
    const filter = gameFilter(query, gateway.feed);
    const [page, total] = await Promise.all([
      gateway.withDatabase((database) => readGamePage(database, filter, { limit, cursor, from, to })),
      gateway.count({ games: filter, from, to }, (database) => countGames(database, filter, { from, to })),
    ]);
    return {
      games: page.items.map(storedGameView),
      next_cursor: cursorText(page.older),
      previous_cursor: cursorText(page.newer),
      total,
    };
  },
});
