import { feedQuery, limitQuery } from '../schemas/common.ts';
import { history as answer } from '../schemas/history.ts';
import { MAX_PAYOUT_PRICE, MOONSHOT_PEAK, ULTRA_SHORT_TICKS } from '@ted/game';
import { endpoint } from './endpoint.ts';

/** The newest finished games in memory, oldest first. */
export const history = endpoint({
  method: 'get',
  path: '/api/history',
  tag: 'live',
  summary: 'The newest finished games in memory, oldest first',
  query: limitQuery(1000, 100).extend(feedQuery.shape),
  answer,
  errors: [404, 503],
  handle: async (gateway, { query: { limit, feed } }) => {
    const { mirror } = await gateway.feeds.ask(feed);
    const games = mirror.history.slice(-limit).map((game) => ({
      game_id: game.game_id,
      final_tick: game.end_tick,
      end_price: game.end_price,
      peak_price: game.peak_price,
      is_ultra_short: game.end_tick <= ULTRA_SHORT_TICKS,
      is_max_payout: game.end_price >= MAX_PAYOUT_PRICE,
      is_moonshot: game.peak_price >= MOONSHOT_PEAK,
      start_time: new Date(game.started_at).toISOString(),
      end_time: new Date(game.ended_at).toISOString(),
    }));
    return {
      games,
      total_games: mirror.state?.totals.games ?? 0,
      ultra_short_count: games.filter((game) => game.is_ultra_short).length,
      max_payout_count: games.filter((game) => game.is_max_payout).length,
      moonshot_count: games.filter((game) => game.is_moonshot).length,
      limit,
    };
  },
});
