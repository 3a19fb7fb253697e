import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A lock between processes that the kernel frees however its holder ends, and that a stopped holder (SIGSTOP) keeps:
 * a listening socket. An abstract one on Linux, which leaves no file; elsewhere a local port made from the name.
 */
export class SocketLock {
  readonly #server: Server;
  readonly #waiting = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    // The lock alone never keeps its process alive.
    server.unref().on('connection', (socket) => {
      this.#waiting.add(socket.unref());
      socket.on('error', () => undefined).on('close', () => this.#waiting.delete(socket));
    });
  }

  /** The lock, or undefined while another process holds it. */
  static async acquire(name: string): Promise<SocketLock | undefined> {
    const server = createServer().listen(addressOf(name));
    try {
      await once(server, 'listening');
      return new SocketLock(server);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
      throw error;
    }
  }

  /** Waits for its turn, without polling: a holder's end closes the connection of those who wait. */
  static async wait(name: string): Promise<SocketLock> {
    for (;;) {
      const lock = await SocketLock.acquire(name);
      if (lock) return lock;
      const socket = connect(addressOf(name)).resume();
      await new Promise<void>((resolve) => {
        // An error means that it was freed between our two calls; 'close' follows it too.
        socket.on('error', () => undefined).on('close', () => resolve());
      });
    }
  }

  /** Whether a process holds the lock now. */
  static async isHeld(name: string): Promise<boolean> {
    const socket = connect(addressOf(name));
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.on('error', () => undefined).destroy();
    }
  }

  release(): void {
    this.#server.close();
    for (const socket of this.#waiting) socket.destroy();
  }
}

function addressOf(name: string): { path: string } | { host: string; port: number } {
  const hash = createHash('sha256').update(name).digest();
  if (process.platform === 'linux') return { path: `\0ted-${hash.toString('hex').slice(0, 32)}` };
  return { host: '127.0.0.1', port: 20_000 + (hash.readUInt16BE() % 20_000) };
}
