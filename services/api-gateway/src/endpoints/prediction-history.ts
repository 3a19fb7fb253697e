import { demand } from '../errors.ts';
import { historyMetrics } from '../views/prediction-history.ts';
import type { Endpoint } from './endpoint.ts';
import { limitQuery } from './limit.ts';

const query = limitQuery(200, 50);

/** First predictions of finished games beside their outcome. One client reads `history`, another `records`. */
export const predictionHistory: Endpoint = {
  method: 'get',
  path: '/api/prediction-history',
  handle: (gateway, request) => {
    const { limit } = demand(query, request.query);
    const records = gateway.records(limit);
    return {
      history: records,
      records,
      metrics: historyMetrics(records),
      total: gateway.records(1000).length,
      limit,
    };
  },
};
