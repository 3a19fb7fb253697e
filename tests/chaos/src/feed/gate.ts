import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The network between the feed and its listener: a relay of WebSockets that can be cut, and can refuse connections. */
export class Gate {
  readonly url: string;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #refuses: (from: string | undefined) => boolean = () => false;
  /** From where nothing passes now, and nothing closes. */
  #stalled: string | undefined;
  /** Lets a connection's traffic pass again. */
  readonly #relays = new Map<Socket, { stall: () => void; pass: () => void }>();

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
    const from = near.remoteAddress;
    if (this.#refuses(from)) {
      near.destroy();
      return;
    }
    near.once('data', (request: Buffer) => {
      // Nobody would notice the end of a client that polls, and the feed would wait for it.
      if (this.#refuses(from) || !request.includes('transport=websocket')) near.destroy();
      else this.#connect(near, request, port, onClosed);
    });
  }

  #connect(near: Socket, request: Buffer, port: number, onClosed: (connection: number) => void): void {
    const number = ++this.connections;
    const far = connect(port, '127.0.0.1').on('error', () => undefined);
    this.#open.add(near);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('close', () => {
        this.#open.delete(near);
        near.destroy();
        far.destroy();
        onClosed(number);
      });
    }
    far.write(request);
    const relay = {
      stall: () => {
        near.unpipe(far);
        far.unpipe(near);
        near.pause();
        far.pause();
      },
      pass: () => {
        near.pipe(far);
        far.pipe(near);
      },
    };
    this.#relays.set(near, relay);
    near.on('close', () => this.#relays.delete(near));
    if (near.remoteAddress === this.#stalled) relay.stall();
    else relay.pass();
  }

  /** Nothing passes to and from this address any more, and nothing closes, until {@link Gate.heal}. */
  stall(from: string): void {
    this.#stalled = from;
    for (const [near, { stall }] of this.#relays) if (near.remoteAddress === from) stall();
  }

  heal(): void {
    const from = this.#stalled;
    this.#stalled = undefined;
    for (const [near, { pass }] of this.#relays) if (near.remoteAddress === from) pass();
  }

  /** Listeners that are connected. */
  get open(): number {
    return this.#open.size;
  }

  /**
   * Cuts every connection, or those that come from an address; with `refuse`, new ones from there end at once until
   * {@link Gate.allow}.
   */
  cut({ refuse, from }: { refuse: boolean; from?: string }): void {
    const isMeant = (address: string | undefined): boolean => from === undefined || address === from;
    this.#refuses = refuse ? isMeant : () => false;
    for (const socket of this.#open) if (isMeant(socket.remoteAddress)) socket.destroy();
  }

  allow(): void {
    this.#refuses = () => false;
  }

  async close(): Promise<void> {
    this.cut({ refuse: true });
    this.#server.close();
    await once(this.#server, 'close');
  }
}
