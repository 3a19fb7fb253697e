import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** One connection that passes through. */
interface Relay {
  /** The address that it comes from. */
  from: string;
  near: Socket;
  /** Undefined until it may pass for the first time. */
  far: Socket | undefined;
}

/**
 * The network before one server. It can stall, for all or for who comes from certain addresses: then nothing passes and nothing
 * closes, as with a cut cable; connections are taken and never answered. What was on its way arrives after {@link Wire.heal}.
 */
export class Wire {
  readonly port: number;
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #relays = new Set<Relay>();
  readonly #stalls = new Set<(from: string) => boolean>();

  private constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.#targetPort = targetPort;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (near) => this.#take(near));
  }

  /** On a free port, or on the given one. */
  static async before(targetPort: number, port = 0): Promise<Wire> {
    const server = createServer({ pauseOnConnect: true });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new Wire(server, targetPort);
  }

  /**
   * Several stalls may last at once, each until it is ended or all are healed.
   * @param isFrom whose connections stall, by the address that they come from; all unless given
   * @returns what ends this stall
   */
  stall(isFrom: (from: string) => boolean = () => true): () => void {
    const stall = (from: string): boolean => isFrom(from);
    this.#stalls.add(stall);
    this.#apply();
    return () => {
      this.#stalls.delete(stall);
      this.#apply();
    };
  }

  /** Ends all stalls. */
  heal(): void {
    this.#stalls.clear();
    this.#apply();
  }

  #isStalled(from: string): boolean {
    return [...this.#stalls].some((isFrom) => isFrom(from));
  }

  #apply(): void {
    for (const relay of this.#relays) {
      if (!this.#isStalled(relay.from)) this.#pass(relay);
      else {
        relay.near.pause();
        relay.far?.pause();
      }
    }
  }

  /** Ends every connection at once, as a firewall that answers would. */
  reset(): void {
    for (const { near } of this.#relays) near.destroy();
  }

  async close(): Promise<void> {
    this.reset();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #take(near: Socket): void {
    const relay: Relay = { from: near.remoteAddress ?? '', near, far: undefined };
    this.#relays.add(relay);
    near.setNoDelay(true);
    near.on('error', () => undefined);
    near.on('close', () => {
      this.#relays.delete(relay);
      relay.far?.destroy();
    });
    if (!this.#isStalled(relay.from)) this.#pass(relay);
  }

  #pass(relay: Relay): void {
    const { near } = relay;
    if (relay.far) {
      near.resume();
      relay.far.resume();
      return;
    }
    const far = connect(this.#targetPort, '127.0.0.1');
    relay.far = far;
    far.setNoDelay(true);
    far.on('error', () => undefined);
    far.on('close', () => near.destroy());
    near.on('data', (data) => far.write(data));
    near.on('end', () => far.end());
    far.on('data', (data) => near.write(data));
    far.on('end', () => near.end());
    if (this.#isStalled(relay.from)) far.pause();
    else near.resume();
  }
}
