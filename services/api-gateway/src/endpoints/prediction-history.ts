import { limitQuery } from '../schemas/common.ts';
import { predictionHistory as answer } from '../schemas/prediction-history.ts';
import { historyMetrics } from '../views/prediction-history.ts';
import { endpoint } from './endpoint.ts';

/** First predictions of finished games beside their outcome. One client reads `history`, another `records`. */
export const predictionHistory = endpoint({
  method: 'get',
  path: '/api/prediction-history',
  tag: 'live',
  summary: 'First predictions of the finished games in memory, beside their outcome',
  query: limitQuery(200, 50),
  answer,
  maxAgeMs: 250,
  handle: (gateway, { query: { limit } }) => {
    const records = gateway.records(limit);
    return {
      history: records,
      records,
      metrics: historyMetrics(records),
      total: gateway.records(1000).length,
      limit,
    };
  },
});
