import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens and resolves to the server's URL (port 0: the one it got). Rejects if the port is taken. */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return `http://${shownHost}:${address.port}`;
}

/** Stops accepting, lets running requests finish, closes idle keep-alive connections at once. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // What does not finish in two seconds is cut: a slow client must not hold up a stop.
    setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}
