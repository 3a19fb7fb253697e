import express, { Router, type RequestHandler } from 'express';
import { ShortCache } from './cache.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { demand } from './errors.ts';
import { sendStream } from './export/send-stream.ts';
import { StreamedAnswer } from './export/streamed-answer.ts';
import type { Gateway } from './gateway.ts';
import { sendJson, type HotAnswers } from './hot-answers.ts';
import { demandAdmin } from './security/access.ts';
import { wrongTokenLimit } from './security/rate-limits.ts';
import type { Tokens } from './security/tokens.ts';

/** Different questions whose answers are being made, or were just made, at a time. */
const KEPT_ANSWERS = 500;

export interface RouterOptions {
  hot: HotAnswers;
  tokens: Tokens;
  trustedProxies: number;
  bodyLimit: string;
}

/** The endpoints as routes: input is validated, the answer is made, kept for a moment where it may be, and sent. */
export function apiRouter(
  gateway: Gateway,
  endpoints: readonly Endpoint[],
  { hot, tokens, trustedProxies, bodyLimit }: RouterOptions,
): Router {
  const router = Router({ caseSensitive: true });
  const forAdmins = [wrongTokenLimit(trustedProxies), demandAdmin(tokens, 'bearer')];
  const readBody = express.json({ limit: bodyLimit });
  const cache = new ShortCache<Buffer>(KEPT_ANSWERS);
  for (const endpoint of endpoints) {
    router[endpoint.method](
      endpoint.path,
      ...(endpoint.admin ? forAdmins : []),
      ...(endpoint.body ? [readBody] : []),
      endpoint.maxAgeMs === undefined
        ? answer(gateway, endpoint)
        : answerForAWhile(gateway, endpoint, endpoint.maxAgeMs, cache, hot),
    );
  }
  return router;
}

function answer(gateway: Gateway, endpoint: Endpoint): RequestHandler {
  return async (request, response) => {
    const result = await endpoint.handle(gateway, {
      params: demand(endpoint.params, request.params),
      query: demand(endpoint.query, request.query),
      body: endpoint.body && demand(endpoint.body, request.body),
    });
    if (result instanceof StreamedAnswer) await sendStream(response, result, gateway.logger);
    else sendJson(response, asJson(result));
  };
}

/** An answer that may be some moments old is made once for all who ask meanwhile, whatever the order of their parameters. */
function answerForAWhile(
  gateway: Gateway,
  endpoint: Endpoint,
  maxAgeMs: number,
  cache: ShortCache<Buffer>,
  hot: HotAnswers,
): RequestHandler {
  const { path } = endpoint;
  return async (request, response) => {
    const query = demand(endpoint.query, request.query);
    const made = cache.get(`${path} ${JSON.stringify(query)}`, maxAgeMs, async () =>
      asJson(await endpoint.handle(gateway, { params: {}, query, body: undefined })),
    );
    const body = await made.value;
    hot.keep(request.originalUrl, body, made.left(), path);
    sendJson(response, body);
  };
}

const asJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
