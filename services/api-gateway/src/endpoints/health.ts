import { feedQuery } from '../schemas/common.ts';
import { health as answer } from '../schemas/plain.ts';
import { API_VERSION } from '../views/messages.ts';
import { endpoint } from './endpoint.ts';

export const health = endpoint({
  method: 'get',
  path: '/api/health',
  tag: 'status',
  summary: 'Whether this gateway answers',
  query: feedQuery,
  answer,
  errors: [404, 503],
  handle: (gateway, { query }) => {
    const { link, mirror } = gateway.feeds.followed(query.feed);
    return {
      status: 'healthy',
      timestamp: new Date().toISOString(),
      rugs_connected: link.state.connected && (mirror.state?.totals.connected ?? false),
      version: API_VERSION,
    };
  },
});
