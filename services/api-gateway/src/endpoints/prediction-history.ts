import { feedQuery, limitQuery } from '../schemas/common.ts';
import { predictionHistory as answer } from '../schemas/prediction-history.ts';
import { historyMetrics } from '../views/prediction-history.ts';
import { endpoint } from './endpoint.ts';

/** First predictions of finished games beside their outcome. One client reads `history`, another `records`. */
export const predictionHistory = endpoint({
  method: 'get',
  path: '/api/prediction-history',
  tag: 'live',
  summary: 'First predictions of the finished games in memory, beside their outcome',
  query: limitQuery(200, 50).extend(feedQuery.shape),
  answer,
  errors: [404, 503],
  maxAgeMs: 250,
  handle: async (gateway, { query: { limit, feed: wanted } }) => {
    const feed = await gateway.feeds.ask(wanted);
    const records = feed.records(limit);
    return {
      history: records,
      records,
      metrics: historyMetrics(records),
      total: feed.records(1000).length,
      limit,
    };
  },
});
