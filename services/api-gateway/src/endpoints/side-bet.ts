import { sideBetAdvice, sideBetHistory, sideBetPerformance } from '../views/side-bet.ts';
import type { Endpoint } from './endpoint.ts';

export const sideBet: Endpoint = {
  method: 'get',
  path: '/api/side-bet',
  handle: (gateway) => ({
    recommendation: sideBetAdvice(gateway.mirror.state),
    performance: sideBetPerformance(gateway.mirror.state),
    history: sideBetHistory(gateway.mirror.bets),
    timestamp: new Date().toISOString(),
  }),
};
