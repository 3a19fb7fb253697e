import { greeting } from '../schemas/plain.ts';
import { endpoint } from './endpoint.ts';

export const root = endpoint({
  method: 'get',
  path: '/api/',
  tag: 'status',
  summary: 'A greeting',
  answer: greeting,
  handle: () => ({ message: 'TED: Treasury Estimation & Detection' }),
});
