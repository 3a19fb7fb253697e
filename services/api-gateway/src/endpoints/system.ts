import { feedQuery } from '../schemas/common.ts';
import { system as answer } from '../schemas/system.ts';
import { systemView } from '../status/system.ts';
import { endpoint } from './endpoint.ts';

export const system = endpoint({
  method: 'get',
  path: '/api/system',
  tag: 'status',
  summary: 'One view of all parts: each ok, degraded or down, with since when and why',
  query: feedQuery,
  answer,
  errors: [404, 503],
  maxAgeMs: 500,
  handle: async (gateway, { query }) => systemView(gateway, await gateway.feeds.ask(query.feed)),
});
