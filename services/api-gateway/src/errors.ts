import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type * as z from 'zod';
import type { Logger } from '@ted/platform';
import { requestIdOf } from './security/request-id.ts';

/** An answer other than 200, with a message for the caller. */
export class HttpError extends Error {
  override name = 'HttpError';
  readonly status: number;
  readonly detail: Record<string, unknown>;

  constructor(status: number, message: string, detail: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

/** Validates a query or a body. Throws a 400 that names the first wrong parameter. */
export function demand<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const parameter =
    issue?.path.join('.') || (issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : 'body');
  throw new HttpError(400, `${parameter}: ${issue?.message ?? 'invalid'}`, { parameter });
}

export const notFound: RequestHandler = (request) => {
  throw new HttpError(404, `Nothing here: ${request.method} ${request.path}`);
};

/** Answers with an error as JSON. */
export function sendError(
  response: ServerResponse,
  status: number,
  body: { error: string; [more: string]: unknown },
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** Turns errors into JSON. What went wrong inside is logged, never told. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof HttpError) {
      sendError(response, error.status, { error: error.message, ...error.detail });
      return;
    }
    // Errors of the body parser and of express carry the status that the caller deserves.
    const { status, type } = error as { status?: unknown; type?: unknown };
    if (typeof status === 'number' && status >= 400 && status < 500) {
      const reason = STATUS_CODES[status] ?? 'The request cannot be read';
      const ofBody = typeof type === 'string' && type.startsWith('entity.');
      sendError(
        response,
        status,
        ofBody ? { error: `body: ${reason}`, parameter: 'body' } : { error: reason },
      );
      return;
    }
    const request_id = requestIdOf(response);
    logger.error(
      `Request ${request_id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    sendError(response, 500, { error: 'Internal error', request_id });
  };
}
