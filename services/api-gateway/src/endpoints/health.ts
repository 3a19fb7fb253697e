import { API_VERSION } from '../views/messages.ts';
import type { Endpoint } from './endpoint.ts';

export const health: Endpoint = {
  method: 'get',
  path: '/api/health',
  handle: (gateway) => ({
    status: 'healthy',
    timestamp: new Date().toISOString(),
    rugs_connected: gateway.link.state.connected && (gateway.mirror.state?.totals.connected ?? false),
    version: API_VERSION,
  }),
};
