import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A port that is free now. Another process can take it before it is used: whoever starts there must be ready to retry. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Why nobody can listen on this port, or undefined if it is free. Port 0 always is. */
export async function portProblem(
  port: number,
  host = '127.0.0.1',
): Promise<'taken' | 'forbidden' | undefined> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return 'taken';
    if (code === 'EACCES') return 'forbidden';
    throw error;
  }
  server.close();
  await once(server, 'close');
  return undefined;
}
