import { health as answer } from '../schemas/plain.ts';
import { API_VERSION } from '../views/messages.ts';
import { endpoint } from './endpoint.ts';

export const health = endpoint({
  method: 'get',
  path: '/api/health',
  tag: 'status',
  summary: 'Whether this gateway answers',
  answer,
  handle: (gateway) => ({
    status: 'healthy',
    timestamp: new Date().toISOString(),
    rugs_connected: gateway.link.state.connected && (gateway.mirror.state?.totals.connected ?? false),
    version: API_VERSION,
  }),
});
