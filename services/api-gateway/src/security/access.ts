import type { RequestHandler } from 'express';
import { HttpError } from '../errors.ts';
import { isAdmin, sentToken, type Tokens } from './tokens.ts';

/**
 * Lets through who has the admin token. The API takes it as a bearer token alone, which no page of another origin can make a
 * browser send; the dashboard of the queues is used in a browser, which asks for it as a password.
 */
export function demandAdmin(tokens: Tokens, by: 'bearer' | 'browser'): RequestHandler {
  return (request, response, next) => {
    if (tokens.admin === undefined) throw new HttpError(403, 'Admin is off: ADMIN_TOKEN is not set');
    const allowed = by === 'browser' || sentToken(request.headers)?.by === 'bearer';
    if (allowed && isAdmin(request.headers, tokens)) return next();
    response.setHeader(
      'www-authenticate',
      by === 'browser' ? 'Basic realm="TED admin", charset="UTF-8"' : 'Bearer realm="TED admin"',
    );
    throw new HttpError(401, 'The admin token is needed');
  };
}

/** A browser sends a password that it knows along with whatever a foreign page makes it ask for: changes only from our own. */
export const demandSameOrigin: RequestHandler = ({ method, headers }, _response, next) => {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const otherOrigin = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
  if (method !== 'GET' && method !== 'HEAD' && (foreign || otherOrigin))
    throw new HttpError(403, 'Only from the page itself');
  next();
};
