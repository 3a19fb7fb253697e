import type { AddressInfo } from 'node:net';
import express from 'express';

/** An express server that does nothing but answer with the bytes it is given: the least that a route can cost. */
export async function bareHttp({ from }: { from: string[] }): Promise<void> {
  const app = express();
  for (const url of from) {
    const body = Buffer.from(await (await fetch(url)).arrayBuffer());
    const { pathname } = new URL(url);
    app.get(pathname, (_request, response) => {
      response.type('json').send(body);
    });
  }
  const server = app.listen(0, '127.0.0.1', () => {
    process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
}
