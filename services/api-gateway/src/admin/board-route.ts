import { Router, type RequestHandler } from 'express';
import type { QueueOverview } from '@ted/messaging';
import { HttpError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { demandAdmin, demandSameOrigin } from '../security/access.ts';
import { setHeaders, TOOL_HEADERS } from '../security/headers.ts';
import { wrongTokenLimit } from '../security/rate-limits.ts';
import type { Tokens } from '../security/tokens.ts';

const PATH = '/admin/queues';

/** The queue dashboard behind the admin login. It is loaded when somebody opens it: most gateways never show it. */
export function boardRoute(
  gateway: Gateway,
  queues: QueueOverview,
  { tokens, trustedProxies, writable }: { tokens: Tokens; trustedProxies: number; writable: boolean },
): Router {
  const router = Router();
  let board: Promise<RequestHandler> | undefined;
  router.use(PATH, (_request, response, next) => {
    setHeaders(response, TOOL_HEADERS);
    next();
  });
  router.use(PATH, wrongTokenLimit(trustedProxies), demandAdmin(tokens, 'browser'), demandSameOrigin);
  router.use(PATH, async (request, response, next) => {
    if (!gateway.parts.redis.ok) throw new HttpError(503, 'Redis is not reachable');
    board ??= import('./queue-board.ts').then(({ queueBoard }) =>
      queueBoard(queues, { path: PATH, writable }),
    );
    (await board)(request, response, next);
  });
  return router;
}
