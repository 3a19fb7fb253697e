import type { IncomingMessage, ServerResponse } from 'node:http';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { sendError } from '../errors.ts';

const MINUTE_MS = 60_000;
/** Wrong tokens of one address in a minute. */
const WRONG_TOKENS_PER_MINUTE = 30;

/** Works with express and without it. */
type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** So many requests of one address in a minute (an IPv6 network counts as one); then 429 with Retry-After. */
export const requestLimit = (perMinute: number, trustedProxies: number): Middleware =>
  limiter(perMinute, trustedProxies, {});

/** Nobody tries tokens for long. Requests with the right one do not count. */
export const wrongTokenLimit = (trustedProxies: number): Middleware =>
  limiter(WRONG_TOKENS_PER_MINUTE, trustedProxies, {
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, { statusCode }) => statusCode !== 401,
  });

function limiter(limit: number, trustedProxies: number, more: Parameters<typeof rateLimit>[0]): Middleware {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit,
    legacyHeaders: false,
    standardHeaders: false,
    // Its checks are of express's own ways to the address.
    validate: false,
    keyGenerator: (request) => ipKeyGenerator(addressOf(request, trustedProxies)),
    handler: (_request, response, _next, { windowMs }) => {
      response.setHeader('retry-after', Math.ceil(windowMs / 1000));
      sendError(response, 429, { error: 'Too many requests from this address: wait a minute' });
    },
    ...more,
  }) as unknown as Middleware;
}

/** Who asks: the neighbour on the wire, or, behind so many proxies of ours, whom the outermost of them names. */
export function addressOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const neighbour = socket.remoteAddress ?? '';
  const forwarded = headers['x-forwarded-for'];
  if (trustedProxies === 0 || forwarded === undefined) return neighbour;
  const named = String(forwarded)
    .split(',')
    .map((address) => address.trim());
  return named.at(-Math.min(trustedProxies, named.length)) ?? neighbour;
}
