import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { withLogFields } from '@ted/platform';

/** An id that a proxy has given is kept if it can do no harm in a log line. */
const HARMLESS = /^[\w-]{8,64}$/;
const HEADER = 'x-request-id';

/** Gives each request an id, which its answer carries and its log lines name. */
export const requestId: RequestHandler = (request: Request, response: Response, next) => {
  const given = request.headers[HEADER];
  const id = typeof given === 'string' && HARMLESS.test(given) ? given : randomUUID();
  response.setHeader(HEADER, id);
  withLogFields({ request_id: id }, next);
};

export const requestIdOf = (response: Response): string => String(response.getHeader(HEADER));
