import { persistenceMetrics as answer, persistenceMetricsQuery } from '../schemas/persistence.ts';
import { readPersistenceMetrics } from '@ted/storage';
import { endpoint } from './endpoint.ts';
import { DISABLED } from './persistence-status.ts';

export const persistenceMetrics = endpoint({
  method: 'get',
  path: '/api/persistence/metrics',
  tag: 'persistence',
  summary: 'Figures of the last hours, from the stored hours and the running one',
  query: persistenceMetricsQuery,
  answer,
  errors: [503],
  maxAgeMs: 1000,
  handle: (gateway, { query: { hours, feed } }) => {
    if (!gateway.live.persistenceEnabled) return DISABLED;
    return gateway.withDatabase((database) => readPersistenceMetrics(database, feed ?? gateway.feed, hours));
  },
});
