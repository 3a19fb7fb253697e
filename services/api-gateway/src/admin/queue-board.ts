import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { RequestHandler } from 'express';
import type { QueueOverview } from '@ted/messaging';
import { shortened } from './shortened.ts';

/** The board's page asks for a web font from elsewhere, which the CSP would refuse with an error. */
const WEB_FONT = /<link[^>]+fonts\.googleapis\.com[^>]*>/;

/** Serves the board's page without what it would load from elsewhere. */
class OwnAdapter extends ExpressAdapter {
  override setEntryRoute(route: Parameters<ExpressAdapter['setEntryRoute']>[0]): this {
    this.app.get(route.route as string[], (_request, response) => {
      const { name, params } = route.handler({ basePath: this.basePath, uiConfig: this.uiConfig });
      response.render(name, params, (error: Error | null, html) => {
        if (error) throw error;
        response.send(html.replace(WEB_FONT, ''));
      });
    });
    return this;
  }
}

/** The dashboard over all queues, under `path`. Payloads are shortened: a batch holds up to 1,000 records. */
export function queueBoard(
  { queues }: QueueOverview,
  { path, writable }: { path: string; writable: boolean },
): RequestHandler {
  const serverAdapter = new OwnAdapter();
  serverAdapter.setBasePath(path);
  const { resolve } = createRequire(import.meta.url);
  createBullBoard({
    queues: queues.map((queue) => {
      const adapter = new BullMQAdapter(queue, { readOnlyMode: !writable });
      for (const field of ['data', 'returnValue'] as const) adapter.setFormatter(field, shortened);
      return adapter;
    }),
    serverAdapter,
    options: {
      uiBasePath: dirname(resolve('@bull-board/ui/package.json')),
      uiConfig: { boardTitle: 'TED queues', hideRedisDetails: true },
    },
  });
  return serverAdapter.getRouter() as RequestHandler;
}
