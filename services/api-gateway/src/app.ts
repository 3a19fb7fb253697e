import { existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import express, { type RequestHandler } from 'express';
import sirv from 'sirv';
import type { QueueOverview } from '@ted/messaging';
import { boardRoute } from './admin/board-route.ts';
import { docsRouter } from './docs/docs-page.ts';
import { endpoints, pages } from './endpoints/index.ts';
import { errorHandler, notFound } from './errors.ts';
import { frontDoor, type FrontDoorOptions } from './front-door.ts';
import type { Gateway } from './gateway.ts';
import { HotAnswers } from './hot-answers.ts';
import { apiRouter } from './router.ts';

/** The largest body that any endpoint takes holds a hundred keys of dead letters. */
const BODY_LIMIT = '40kb';

export interface AppOptions extends FrontDoorOptions {
  pageFolder: string;
  queuesWritable: boolean;
}

/** The HTTP side: behind the front door come the API, the tools, the page, and a JSON 404. */
export function createApp(gateway: Gateway, queues: QueueOverview, options: AppOptions): RequestListener {
  const { tokens, trustedProxies } = options;
  const hot = new HotAnswers();
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(apiRouter(gateway, endpoints, { hot, tokens, trustedProxies, bodyLimit: BODY_LIMIT }));
  app.use(boardRoute(gateway, queues, { tokens, trustedProxies, writable: options.queuesWritable }));
  app.use(docsRouter([...endpoints, ...pages]));
  if (existsSync(options.pageFolder)) app.use(page(options.pageFolder));
  app.use(notFound);
  app.use(errorHandler(gateway.logger));
  return frontDoor(app, hot, options);
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
