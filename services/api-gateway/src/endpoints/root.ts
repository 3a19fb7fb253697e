import type { Endpoint } from './endpoint.ts';

export const root: Endpoint = {
  method: 'get',
  path: '/api/',
  handle: () => ({ message: 'TED: Treasury Estimation & Detection' }),
};
