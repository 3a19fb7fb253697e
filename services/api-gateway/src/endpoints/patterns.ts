import { feedQuery } from '../schemas/common.ts';
import { patterns as answer } from '../schemas/patterns.ts';
import { gameState } from '../views/game-state.ts';
import { patterns as patternsView } from '../views/patterns.ts';
import { mlStatus, prediction } from '../views/prediction.ts';
import { sideBetPerformance, sideBetRecommendation } from '../views/side-bet.ts';
import { endpoint } from './endpoint.ts';

export const patterns = endpoint({
  method: 'get',
  path: '/api/patterns',
  tag: 'live',
  summary: 'The forecast, the patterns and the side bet at this tick',
  query: feedQuery,
  answer,
  errors: [404, 503],
  handle: async (gateway, { query }) => {
    const feed = await gateway.feeds.ask(query.feed);
    const { state } = feed.mirror;
    const records = feed.records(200);
    return {
      patterns: patternsView(state),
      prediction: prediction(state, records),
      side_bet_recommendation: sideBetRecommendation(state),
      ml_status: mlStatus(state, records),
      prediction_history: records,
      side_bet_performance: sideBetPerformance(state),
      current_game: gameState(state),
      timestamp: new Date().toISOString(),
    };
  },
});
