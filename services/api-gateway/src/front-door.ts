import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import cors from 'cors';
import { withLogFields } from '@ted/platform';
import { sendError } from './errors.ts';
import type { HotAnswers } from './hot-answers.ts';
import { setHeaders, STRICT_HEADERS } from './security/headers.ts';
import { requestLimit } from './security/rate-limits.ts';
import { setRequestId } from './security/request-id.ts';
import { mayRead, type Tokens } from './security/tokens.ts';

export interface FrontDoorOptions {
  origins: readonly string[];
  tokens: Tokens;
  requestsPerMinute: number;
  trustedProxies: number;
}

/** Asks a browser for the token as a password; a program sees a plain 401. */
const ASK = 'Basic realm="TED", charset="UTF-8"';
/** Who only wants to know whether this gateway lives needs no token; the queue dashboard asks for its own. */
const OPEN = /^\/(?:api\/health(?:$|\?)|admin\/)/;

/**
 * What every request passes, whatever it asks for: it gets an id and the security headers, is counted, and has to show the token
 * where one is set. Hot answers leave from here; everything else goes on to the app.
 */
export function frontDoor(app: RequestListener, hot: HotAnswers, options: FrontDoorOptions): RequestListener {
  const { origins, tokens } = options;
  const limit = requestLimit(options.requestsPerMinute, options.trustedProxies);
  const allow = cors({ origin: [...origins], maxAge: 3600 });
  const enter = (request: IncomingMessage, response: ServerResponse, request_id: string): void => {
    if (!mayRead(request.headers, tokens) && !OPEN.test(request.url!)) {
      response.setHeader('www-authenticate', ASK);
      sendError(response, 401, { error: 'This TED is for holders of its token only' });
    } else if (!hot.answer(request, response)) withLogFields({ request_id }, () => app(request, response));
  };
  return (request, response) => {
    const id = setRequestId(request, response);
    setHeaders(response, STRICT_HEADERS);
    limit(request, response, () => {
      if (origins.length === 0) enter(request, response, id);
      else allow(request, response, () => enter(request, response, id));
    });
  };
}
