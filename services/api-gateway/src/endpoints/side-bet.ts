import { feedQuery } from '../schemas/common.ts';
import { sideBet as answer } from '../schemas/side-bet.ts';
import { sideBetAdvice, sideBetHistory, sideBetPerformance } from '../views/side-bet.ts';
import { endpoint } from './endpoint.ts';

export const sideBet = endpoint({
  method: 'get',
  path: '/api/side-bet',
  tag: 'live',
  summary: 'The side bet: what TED says now, what it said, and what came of it',
  query: feedQuery,
  answer,
  errors: [404, 503],
  handle: async (gateway, { query }) => {
    const { mirror } = await gateway.feeds.ask(query.feed);
    return {
      recommendation: sideBetAdvice(mirror.state),
      performance: sideBetPerformance(mirror.state),
      history: sideBetHistory(mirror.bets),
      timestamp: new Date().toISOString(),
    };
  },
});
