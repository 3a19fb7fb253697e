import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

/**
 * Reserves a data directory for this process. The lock is a listening socket (on Linux an abstract one, without a file):
 * the kernel frees it however the process ends, and a stopped process keeps it.
 */
export class DataLock {
  readonly #server: Server;
  readonly #pidFile: string;

  private constructor(server: Server, pidFile: string) {
    this.#server = server;
    this.#pidFile = pidFile;
  }

  /** @throws Error if another process, or another server in this one, has the directory */
  static async acquire(dataDir: string): Promise<DataLock> {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const pidFile = join(dataDir, 'server.pid');
    // Whoever connects has no business here.
    const server = createServer((socket) => socket.destroy());
    server.listen(addressOf(realpathSync(dataDir)));
    try {
      await once(server, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      throw new Error(`${dataDir} is in use by another embedded MongoDB server (pid ${holder(pidFile)})`);
    }
    server.unref();
    try {
      writeFileSync(pidFile, `${process.pid}\n`);
    } catch (error) {
      // It only informs: what lies on a full disk can still be read.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
    return new DataLock(server, pidFile);
  }

  release(): void {
    rmSync(this.#pidFile, { force: true });
    this.#server.close();
  }
}

function holder(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim();
  } catch {
    return 'unknown'; // it has not written it yet
  }
}

function addressOf(folder: string): { path: string } | { host: string; port: number } {
  const hash = createHash('sha256').update(`embedded-mongo ${folder}`).digest();
  if (process.platform === 'linux') return { path: `\0ted-${hash.toString('hex').slice(0, 32)}` };
  return { host: '127.0.0.1', port: 20_000 + (hash.readUInt16BE() % 20_000) };
}
