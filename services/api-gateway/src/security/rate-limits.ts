import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';

const MINUTE_MS = 60_000;
/** Wrong tokens of one address in a minute. */
const WRONG_TOKENS_PER_MINUTE = 30;

const common = { windowMs: MINUTE_MS, legacyHeaders: false, standardHeaders: false } as const;
const tooMany: RequestHandler = (_request, response) => {
  response.status(429).json({ error: 'Too many requests from this address: wait a minute' });
};

/** So many requests of one address in a minute (an IPv6 network counts as one); then 429 with Retry-After. */
export const requestLimit = (perMinute: number): RequestHandler =>
  rateLimit({ ...common, limit: perMinute, handler: tooMany });

/** Nobody tries tokens for long. Requests that succeed do not count. */
export const wrongTokenLimit = (): RequestHandler =>
  rateLimit({
    ...common,
    limit: WRONG_TOKENS_PER_MINUTE,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, { statusCode }) => statusCode !== 401,
    handler: tooMany,
  });
