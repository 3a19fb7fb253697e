import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** An id that a proxy has given is kept if it can do no harm in a log line. */
const HARMLESS = /^[\w-]{8,64}$/;
const HEADER = 'x-request-id';

/** Gives a request an id, which its answer carries and its log lines name, and returns it. */
export function setRequestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers[HEADER];
  const id = typeof given === 'string' && HARMLESS.test(given) ? given : randomUUID();
  response.setHeader(HEADER, id);
  return id;
}

export const requestIdOf = (response: ServerResponse): string => String(response.getHeader(HEADER));
