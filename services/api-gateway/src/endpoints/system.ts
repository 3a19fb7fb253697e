import { system as answer } from '../schemas/system.ts';
import { systemView } from '../status/system.ts';
import { endpoint } from './endpoint.ts';

export const system = endpoint({
  method: 'get',
  path: '/api/system',
  tag: 'status',
  summary: 'One view of all parts: each ok, degraded or down, with since when and why',
  answer,
  maxAgeMs: 500,
  handle: (gateway) => systemView(gateway),
});
