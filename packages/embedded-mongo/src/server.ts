import { once, setMaxListeners } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { User } from './auth/user.ts';
import { FailPoints } from './fail-points.ts';
import { DataLock } from './data-lock.ts';
import { GarbageCollector } from './storage/garbage.ts';
import { Store } from './storage/store.ts';
import { CursorRegistry } from './query/cursors.ts';
import { Statistics } from './statistics.ts';
import { IncomingBytes } from './wire/incoming.ts';
import { serveConnection } from './wire/connection.ts';

export interface EmbeddedMongoOptions {
  /** Is created where it is missing. One server at a time uses it. */
  dataDir: string;
  host?: string;
  /** 0: any free one. */
  port?: number;
  /** Further connections are closed at once. */
  maxConnections?: number;
  /** A cursor that nobody asks for so long is closed. */
  cursorIdleMs?: number;
  /** Who may use it, by SCRAM-SHA-256. Without it everybody may who can connect. */
  user?: { name: string; password: string };
  /** Lets clients ask for failures, for tests of clients. Never in use beside data that matter. */
  testCommands?: boolean;
  /** Called when a connection ended by an error of this server; the others go on. */
  onProblem?: (error: Error) => void;
  /**
   * Called when the store cannot write any more (disk full, I/O error) and the clients that wait have been told so; the
   * server has to be started again.
   */
  onFailure?: (error: Error) => void;
}

export interface EmbeddedMongo {
  /** `mongodb://127.0.0.1:PORT` */
  url: string;
  port: number;
  /** Ends connections after the answers that they wait for, and closes the data. */
  close(): Promise<void>;
}

/** How long the clients' answers may take after a failed commit. */
const LAST_ANSWERS_MS = 1000;
const MAX_CONNECTIONS = 1000;
const CURSOR_IDLE_MS = 10 * 60_000;

/**
 * Starts a server that speaks MongoDB's wire protocol over a data directory.
 * @throws Error if the directory is in use, its data are of a newer version, or the port is taken
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { dataDir, host = '127.0.0.1', port = 0, onFailure = () => undefined } = options;
  const lock = await DataLock.acquire(dataDir);
  let store: Store | undefined;
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // one for each connection
  const serving = new Set<Promise<void>>();
  const tellAndFail = async (error: Error): Promise<void> => {
    stopping.abort();
    await Promise.race([Promise.all(serving), setTimeout(LAST_ANSWERS_MS)]);
    onFailure(error);
  };
  try {
    store = new Store(dataDir, (error) => void tellAndFail(error));
    await store.recover();
    const { user } = options;
    const state = {
      user: user && (await User.create(user.name, user.password)),
      store,
      cursors: new CursorRegistry(options.cursorIdleMs ?? CURSOR_IDLE_MS),
      garbage: new GarbageCollector(store),
      statistics: new Statistics(),
      incoming: new IncomingBytes(),
      failPoints: options.testCommands ? new FailPoints() : undefined,
    };
    state.garbage.start();
    const server = createServer({ noDelay: true }, (socket) => {
      const { statistics } = state;
      statistics.connections++;
      const served = serveConnection(socket, ++statistics.connectionsCreated, state, stopping.signal)
        .catch((error: unknown) => options.onProblem?.(error as Error))
        .finally(() => {
          statistics.connections--;
          serving.delete(served);
        });
      serving.add(served);
    });
    server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS;
    server.listen(port, host);
    await once(server, 'listening');
    const { port: bound } = server.address() as AddressInfo;
    const opened = store;
    return {
      url: `mongodb://${host}:${bound}`,
      port: bound,
      close: async () => {
        server.close();
        stopping.abort();
        await Promise.all(serving);
        await state.cursors.closeAll();
        await state.garbage.stop();
        await opened.close();
        lock.release();
      },
    };
  } catch (error) {
    await store?.close();
    lock.release();
    throw error;
  }
}
