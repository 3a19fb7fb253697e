import { tickHistory as answer } from '../schemas/tick-history.ts';
import * as z from 'zod';
import { ringTick } from '@ted/messaging';
import { HttpError } from '../errors.ts';
import { feedQuery } from '../schemas/common.ts';
import { endpoint } from './endpoint.ts';

const fromIngest = z.object({
  enabled: z.boolean(),
  influence_enabled: z.boolean(),
  ticks: z.array(ringTick),
  max_size: z.int(),
  sample_every: z.int(),
});
const TIMEOUT_MS = 2000;

/** The newest ticks with their features, straight from ingest's ring. */
export const tickHistory = endpoint({
  method: 'get',
  path: '/api/tick-history',
  tag: 'live',
  summary: 'The newest ticks with their features, from ingest’s ring',
  query: feedQuery,
  answer,
  errors: [404, 503],
  handle: async (gateway, { query }) => {
    const { link, name } = gateway.feeds.followed(query.feed);
    let body: unknown;
    try {
      const url = new URL('/live/ticks', link.target?.url);
      if (link.target?.feed !== undefined) url.searchParams.set('feed', name);
      const response = await fetch(url, {
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      body = await response.json();
    } catch {
      throw new HttpError(503, 'ingest is not reachable');
    }
    const history = fromIngest.parse(body);
    return { ...history, count: history.ticks.length };
  },
});
