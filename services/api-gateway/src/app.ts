import { existsSync } from 'node:fs';
import cors from 'cors';
import express, { type Express, type RequestHandler } from 'express';
import sirv from 'sirv';
import type { QueueOverview } from '@ted/messaging';
import { boardRoute } from './admin/board-route.ts';
import { docsRouter } from './docs/docs-page.ts';
import { endpoints, pages } from './endpoints/index.ts';
import { errorHandler, notFound } from './errors.ts';
import type { Gateway } from './gateway.ts';
import { apiRouter } from './router.ts';
import { demandReader } from './security/access.ts';
import { strictHeaders } from './security/headers.ts';
import { requestLimit } from './security/rate-limits.ts';
import { requestId } from './security/request-id.ts';
import type { Tokens } from './security/tokens.ts';

/** The largest body that any endpoint takes holds a hundred keys of dead letters. */
const BODY_LIMIT = '40kb';

export interface AppOptions {
  pageFolder: string;
  origins: readonly string[];
  tokens: Tokens;
  requestsPerMinute: number;
  trustedProxies: number;
  queuesWritable: boolean;
}

/** The HTTP side: who asks is looked at first, then come the API, the tools, the page, and a JSON 404. */
export function createApp(gateway: Gateway, queues: QueueOverview, options: AppOptions): Express {
  const { tokens, origins } = options;
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.set('trust proxy', options.trustedProxies);
  app.use(requestId, strictHeaders(), requestLimit(options.requestsPerMinute));
  if (origins.length > 0) app.use(cors({ origin: [...origins], maxAge: 3600 }));
  app.use(boardRoute(gateway, queues, { tokens, writable: options.queuesWritable }));
  app.use(demandReader(tokens));
  app.use(apiRouter(gateway, endpoints, { tokens, bodyLimit: BODY_LIMIT }));
  app.use(docsRouter([...endpoints, ...pages]));
  if (existsSync(options.pageFolder)) app.use(page(options.pageFolder));
  app.use(notFound);
  app.use(errorHandler(gateway.logger));
  return app;
}

/** The addresses of the web page: they are all the same document, which shows what the address names. */
const PAGES = /^\/(?:history(?:\/[^/]+)?|performance|fairness|system|bankroll)\/?$/;

/** The web page's files, compressed when it was built. Those under `assets/` have their contents' hash in their name and never change. */
function page(folder: string): RequestHandler {
  const files = sirv(folder, {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders: (response, path) => {
      const forEver = path.startsWith('/assets/');
      response.setHeader('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return (request, response, next) => {
    if (request.method === 'GET' && PAGES.test(request.path)) request.url = '/';
    files(request, response, next);
  };
}
