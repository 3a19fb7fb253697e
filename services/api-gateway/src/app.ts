import { existsSync } from 'node:fs';
import express, { type Express } from 'express';
import helmet from 'helmet';
import sirv from 'sirv';
import { endpoints } from './endpoints/index.ts';
import { errorHandler, notFound } from './errors.ts';
import type { Gateway } from './gateway.ts';

/** The HTTP side: the API, then the page, then a JSON 404. */
export function createApp(gateway: Gateway, pageFolder: string): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } }, hsts: false }));
  app.use(express.json({ limit: '64kb' }));
  for (const { method, path, handle } of endpoints) {
    app[method](path, async (request, response) => {
      response.json(await handle(gateway, request));
    });
  }
  app.use('/api', notFound);
  if (existsSync(pageFolder)) app.use(sirv(pageFolder, { etag: true, single: true }));
  app.use(notFound);
  app.use(errorHandler(gateway.logger));
  return app;
}
