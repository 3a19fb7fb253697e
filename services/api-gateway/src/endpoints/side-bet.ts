import { sideBet as answer } from '../schemas/side-bet.ts';
import { sideBetAdvice, sideBetHistory, sideBetPerformance } from '../views/side-bet.ts';
import { endpoint } from './endpoint.ts';

export const sideBet = endpoint({
  method: 'get',
  path: '/api/side-bet',
  tag: 'live',
  summary: 'The side bet: what TED says now, what it said, and what came of it',
  answer,
  handle: (gateway) => ({
    recommendation: sideBetAdvice(gateway.mirror.state),
    performance: sideBetPerformance(gateway.mirror.state),
    history: sideBetHistory(gateway.mirror.bets),
    timestamp: new Date().toISOString(),
  }),
});
