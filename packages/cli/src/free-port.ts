import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the range that systems take outgoing connections' ports from: otherwise any connection of any process could take the
 * port before it is used, or while a server that comes back on it is away.
 */
const FROM = 20_000;
const TO = 32_768;
const TRIES = 100;

/** A port that is free now. Another process can take it before it is used: whoever starts there must be ready to retry. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let i = 0; i < TRIES; i++) {
    const port = randomInt(FROM, TO);
    if ((await portProblem(port, host)) === undefined) return port;
  }
  throw new Error(`no free port found between ${FROM} and ${TO}`);
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
