import type { RequestHandler } from 'express';
import { HttpError } from '../errors.ts';
import { isAdmin, mayRead, sentToken, type Tokens } from './tokens.ts';

/** Asks a browser for the token as a password; a program sees a plain 401. */
const ASK = 'Basic realm="TED", charset="UTF-8"';
/** Who only wants to know whether this gateway lives needs no token. */
const ALWAYS_OPEN = new Set(['/api/health']);

/** Lets through who may read; see API_TOKEN. */
export function demandReader(tokens: Tokens): RequestHandler {
  return (request, response, next) => {
    if (ALWAYS_OPEN.has(request.path) || mayRead(request.headers, tokens)) return next();
    response.setHeader('www-authenticate', ASK);
    throw new HttpError(401, 'This TED is for holders of its token only');
  };
}

/**
 * Lets through who has the admin token. The API takes it as a bearer token alone, which no page of another origin can make a
 * browser send; the dashboard of the queues is used in a browser, which asks for it as a password.
 */
export function demandAdmin(tokens: Tokens, by: 'bearer' | 'browser'): RequestHandler {
  return (request, response, next) => {
    if (tokens.admin === undefined) throw new HttpError(403, 'Admin is off: ADMIN_TOKEN is not set');
    const allowed = by === 'browser' || sentToken(request.headers)?.by === 'bearer';
    if (allowed && isAdmin(request.headers, tokens)) return next();
    response.setHeader('www-authenticate', by === 'browser' ? ASK : 'Bearer realm="TED admin"');
    throw new HttpError(401, 'The admin token is needed');
  };
}

/** A browser sends a password that it knows along with whatever a foreign page makes it ask for: changes only from our own. */
export const demandSameOrigin: RequestHandler = ({ method, headers }, _response, next) => {
  const { origin, host } = headers;
  const foreign =
    headers['sec-fetch-site'] !== undefined &&
    !['same-origin', 'none'].includes(String(headers['sec-fetch-site']));
  const otherOrigin = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
  if (method !== 'GET' && method !== 'HEAD' && (foreign || otherOrigin))
    throw new HttpError(403, 'Only from the page itself');
  next();
};
