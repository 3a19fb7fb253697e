import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A wire to MongoDB that can be cut for one command on one collection, as a failover or a firewall would do it: the
 * connection breaks while the command is on its way, everything else goes through.
 */
export class CuttingProxy {
  readonly url: string;
  cuts = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #patterns: Buffer[] = [];

  private constructor(url: string, server: Server) {
    this.url = url;
    this.#server = server;
  }

  /** Stands between whoever uses its URL and the server of `mongoUrl`. Drivers do not repeat what it cuts. */
  static async before(mongoUrl: string): Promise<CuttingProxy> {
    const target = new URL(mongoUrl);
    const [host, port] = [target.hostname, Number(target.port || 27017)];
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    target.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const [name, value] of [
      ['directConnection', 'true'],
      ['retryReads', 'false'],
    ] as const)
      target.searchParams.set(name, value);
    const proxy = new CuttingProxy(target.toString(), server);
    server.on('connection', (client) => proxy.#join(client, connect(port, host)));
    return proxy;
  }

  /** Cuts every such command from now on, or only those that say `word` too: `cut('find', 'side_bets', '$gte')`. */
  cut(command: string, collection: string, word = ''): void {
    const length = Buffer.alloc(4);
    length.writeInt32LE(collection.length + 1);
    const named = Buffer.concat([Buffer.from(`\x02${command}\0`), length, Buffer.from(`${collection}\0`)]);
    this.#patterns = [named, Buffer.from(word)];
  }

  heal(): void {
    this.#patterns = [];
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket, server: Socket): void {
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
    server.pipe(client);
    client.on('data', (data: Buffer) => {
      if (this.#patterns.length > 0 && this.#patterns.every((pattern) => data.includes(pattern))) {
        this.cuts++;
        client.destroy();
      } else server.write(data);
    });
  }
}
