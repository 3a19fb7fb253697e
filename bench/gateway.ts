import type { Benchmark } from './figure.ts';
import { measureFanOut } from './gateway/fan-out.ts';
import { measureRoutes } from './gateway/routes.ts';
import { measureViewers } from './gateway/viewers.ts';

/** The gateway beside the least that express and ws can do with the same bytes, in the same run. */
export const gateway: readonly Benchmark[] = [
  {
    name: 'gateway-routes',
    description: 'three routes with 10⁶ stored predictions, beside a bare express route',
    run: measureRoutes,
  },
  {
    name: 'gateway-fan-out',
    description:
      'an update’s message by finished games; updates to 1,000 WebSocket clients, beside a bare ws broadcast',
    run: measureFanOut,
  },
  {
    name: 'viewers',
    description: '1,000 WebSocket clients at 1, 2 and 4 gateways, and a client whose gateway is killed',
    run: measureViewers,
  },
];
