/** One process at a time prepares a checkout. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * Runs `work` while no other process does so for the same `folder`; waits for its turn without polling.
 * The lock is a listening socket, which the kernel frees however its holder ends.
 */
export async function withLock(folder, work) {
  const address = addressOf(folder);
  for (;;) {
    const server = await listen(address);
    if (server) {
      const waiting = new Set();
      server.on('connection', (socket) => waiting.add(socket.on('error', () => waiting.delete(socket))));
      try {
        return await work();
      } finally {
        server.close();
        for (const socket of waiting) socket.destroy();
      }
    }
    process.stderr.write('ted: another ./ted is preparing this folder, waiting for it\n');
    await untilFreed(address);
  }
}

/** An abstract socket on Linux (no file that could stay behind); elsewhere a local port made from the name. */
function addressOf(folder) {
  const hash = createHash('sha256').update(`prepare ${folder}`).digest();
  if (process.platform === 'linux') return { path: `\0ted-${hash.toString('hex').slice(0, 32)}` };
  return { host: '127.0.0.1', port: 20_000 + (hash.readUInt16BE() % 20_000) };
}

async function listen(address) {
  const server = createServer();
  server.listen(address);
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

/** The holder closes our connection when it is done, and the kernel does when it dies. */
async function untilFreed(address) {
  const socket = connect(address).resume();
  await new Promise((resolve) => {
    // An error means that it was freed between our two calls; 'close' follows it too.
    socket.on('error', () => undefined).on('close', resolve);
  });
}
