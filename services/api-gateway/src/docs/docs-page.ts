import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Router } from 'express';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { setHeaders, TOOL_HEADERS } from '../security/headers.ts';

const DOCUMENT = '/api/openapi.json';
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>TED's API</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="ui"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;
const START = `SwaggerUIBundle({ url: '${DOCUMENT}', dom_id: '#ui', validatorUrl: 'none', deepLinking: true });\n`;
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/** The API's description: for programs as an OpenAPI document, for people as a page that loads nothing from elsewhere. */
export function docsRouter(endpoints: readonly Endpoint[]): Router {
  const router = Router({ caseSensitive: true });
  let document: Promise<string> | undefined;
  router.get(DOCUMENT, async (_request, response) => {
    document ??= import('./openapi.ts').then(({ openApiDocument }) =>
      JSON.stringify(openApiDocument(endpoints)),
    );
    response.type('json').send(await document);
  });
  router.get('/api/docs', (_request, response) => {
    setHeaders(response, TOOL_HEADERS);
    response.type('html').send(PAGE);
  });
  router.get('/api/docs/start.js', (_request, response) => {
    response.type('js').send(START);
  });
  const { resolve } = createRequire(import.meta.url);
  for (const file of FILES) {
    router.get(`/api/docs/${file}`, (_request, response, next) => {
      // The package manager keeps packages in a folder whose name begins with a dot.
      const options = {
        root: dirname(resolve(`swagger-ui-dist/${file}`)),
        dotfiles: 'allow',
        maxAge: '1d',
      } as const;
      response.sendFile(file, options, (error) => {
        if (error) next(error);
      });
    });
  }
  return router;
}
