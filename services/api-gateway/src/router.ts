import { Router, type Request, type RequestHandler, type Response } from 'express';
import { ShortCache } from './cache.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { demand } from './errors.ts';
import type { Gateway } from './gateway.ts';

/** Different questions whose answers are kept at a time. */
const KEPT_ANSWERS = 500;

/** The endpoints as routes: input is validated, the answer is made, cached where it may be, and sent as JSON. */
export function apiRouter(gateway: Gateway, endpoints: readonly Endpoint[]): Router {
  const router = Router({ caseSensitive: true });
  const cache = new ShortCache<Buffer>(KEPT_ANSWERS);
  for (const endpoint of endpoints) router[endpoint.method](endpoint.path, answer(gateway, endpoint, cache));
  return router;
}

function answer(gateway: Gateway, endpoint: Endpoint, cache: ShortCache<Buffer>): RequestHandler {
  return async (request, response) => {
    const input = {
      params: demand(endpoint.params, request.params),
      query: demand(endpoint.query, request.query),
      body: endpoint.body && demand(endpoint.body, request.body),
    };
    const make = async () => Buffer.from(JSON.stringify(await endpoint.handle(gateway, input)));
    const { maxAgeMs } = endpoint;
    const body = maxAgeMs
      ? await cache.get(`${endpoint.path} ${JSON.stringify(input)}`, maxAgeMs, make)
      : await make();
    sendJson(request, response, body);
  };
}

function sendJson(_request: Request, response: Response, body: Buffer): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(body);
}
