import { existsSync } from 'node:fs';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import sirv from 'sirv';
import { endpoints } from './endpoints/index.ts';
import { errorHandler, notFound } from './errors.ts';
import type { Gateway } from './gateway.ts';
import { apiRouter } from './router.ts';

/** Everything comes from here: no other origin, no inline script or style. TED is often served without TLS on a closed network. */
const CONTENT_SECURITY_POLICY = {
  fontSrc: ["'self'"],
  styleSrc: ["'self'"],
  connectSrc: ["'self'"],
  upgradeInsecureRequests: null,
};

/** The HTTP side: the API, then the page, then a JSON 404. */
export function createApp(gateway: Gateway, pageFolder: string): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet({ contentSecurityPolicy: { directives: CONTENT_SECURITY_POLICY }, hsts: false }));
  app.use(express.json({ limit: '64kb' }));
  app.use(apiRouter(gateway, endpoints));
  if (existsSync(pageFolder)) app.use(page(pageFolder));
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
