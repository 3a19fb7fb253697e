import express, { Router, type RequestHandler, type Response } from 'express';
import { ShortCache } from './cache.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { demand } from './errors.ts';
import { sendStream } from './export/send-stream.ts';
import { StreamedAnswer } from './export/streamed-answer.ts';
import type { Gateway } from './gateway.ts';
import { demandAdmin } from './security/access.ts';
import { wrongTokenLimit } from './security/rate-limits.ts';
import type { Tokens } from './security/tokens.ts';

/** Different questions whose answers are kept at a time. */
const KEPT_ANSWERS = 500;

/** The endpoints as routes: input is validated, the answer is made, kept for a moment where it may be, and sent. */
export function apiRouter(
  gateway: Gateway,
  endpoints: readonly Endpoint[],
  { tokens, bodyLimit }: { tokens: Tokens; bodyLimit: string },
): Router {
  const router = Router({ caseSensitive: true });
  const cache = new ShortCache<Buffer>(KEPT_ANSWERS);
  const forAdmins = [wrongTokenLimit(), demandAdmin(tokens, 'bearer')];
  const readBody = express.json({ limit: bodyLimit });
  for (const endpoint of endpoints) {
    router[endpoint.method](
      endpoint.path,
      ...(endpoint.admin ? forAdmins : []),
      ...(endpoint.body ? [readBody] : []),
      answer(gateway, endpoint, cache),
    );
  }
  return router;
}

function answer(gateway: Gateway, endpoint: Endpoint, cache: ShortCache<Buffer>): RequestHandler {
  const { path, maxAgeMs } = endpoint;
  return async (request, response) => {
    const input = {
      params: demand(endpoint.params, request.params),
      query: demand(endpoint.query, request.query),
      body: endpoint.body && demand(endpoint.body, request.body),
    };
    if (maxAgeMs !== undefined) {
      const make = async () => asJson(await endpoint.handle(gateway, input));
      sendJson(response, await cache.get(`${path} ${JSON.stringify(input.query)}`, maxAgeMs, make));
      return;
    }
    const result = await endpoint.handle(gateway, input);
    if (result instanceof StreamedAnswer) await sendStream(response, result);
    else sendJson(response, asJson(result));
  };
}

const asJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function sendJson(response: Response, body: Buffer): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', body.length);
  // It may be some moments old already, and nobody between us and the reader shall make it older.
  response.setHeader('cache-control', 'no-store');
  response.end(body);
}
