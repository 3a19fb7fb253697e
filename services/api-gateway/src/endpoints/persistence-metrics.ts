import { z } from 'zod';
import { readPersistenceMetrics } from '@ted/storage';
import { demand } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { DISABLED } from './persistence-status.ts';

const query = z.object({
  hours: z.coerce.number().int().min(1).max(8760).default(24),
  feed: z.string().max(32).optional(),
});

export const persistenceMetrics: Endpoint = {
  method: 'get',
  path: '/api/persistence/metrics',
  handle: (gateway, request) => {
    const { hours, feed } = demand(query, request.query);
    if (!gateway.live.persistenceEnabled) return DISABLED;
    return gateway.withDatabase((database) => readPersistenceMetrics(database, feed ?? gateway.feed, hours));
  },
};
