import type { Request } from 'express';
import type { Gateway } from '../gateway.ts';

/** One endpoint, one file. What `handle` returns is the JSON answer. */
export interface Endpoint {
  method: 'get' | 'post';
  path: string;
  handle: (gateway: Gateway, request: Request) => unknown;
}
