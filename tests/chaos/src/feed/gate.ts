import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The network between the feed and its listener: a relay of WebSockets that can be cut, and can refuse connections. */
export class Gate {
  readonly url: string;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #refusing = false;

  private constructor(server: Server, targetPort: number, onClosed: (connection: number) => void) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (near) => this.#relay(near, targetPort, onClosed));
  }

  /** @param onClosed told the number of each connection that ends; they are counted from 1 */
  static async open(targetPort: number, onClosed: (connection: number) => void): Promise<Gate> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Gate(server, targetPort, onClosed);
  }

  /** The number of the newest connection. */
  connections = 0;

  #relay(near: Socket, port: number, onClosed: (connection: number) => void): void {
    near.on('error', () => undefined);
    if (this.#refusing) {
      near.destroy();
      return;
    }
    near.once('data', (request: Buffer) => {
      // Nobody would notice the end of a client that polls, and the feed would wait for it.
      if (this.#refusing || !request.includes('transport=websocket')) near.destroy();
      else this.#connect(near, request, port, onClosed);
    });
  }

  #connect(near: Socket, request: Buffer, port: number, onClosed: (connection: number) => void): void {
    const number = ++this.connections;
    const far = connect(port, '127.0.0.1').on('error', () => undefined);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      this.#open.add(socket);
      socket.on('close', () => {
        this.#open.delete(socket);
        near.destroy();
        far.destroy();
        onClosed(number);
      });
    }
    far.write(request);
    near.pipe(far);
    far.pipe(near);
  }

  /** Cuts every connection; with `refuse`, new ones end at once until {@link Gate.allow}. */
  cut(options: { refuse: boolean }): void {
    this.#refusing = options.refuse;
    for (const socket of this.#open) socket.destroy();
  }

  allow(): void {
    this.#refusing = false;
  }

  async close(): Promise<void> {
    this.cut({ refuse: true });
    this.#server.close();
    await once(this.#server, 'close');
  }
}
