import type { Wire } from '../../support/wire.ts';
import { replaceFile } from './replace-file.ts';

/** Where the connections of TED's services come from, so that a wire can tell them apart; see hook.mjs. */
export const ADDRESSES = {
  ingest: '127.1.1.1',
  'ingest-1': '127.1.1.1',
  'ingest-2': '127.1.1.2',
  workers: '127.1.2.1',
  gateway: '127.1.3.1',
} as const;
export type Place = keyof typeof ADDRESSES;

/** The servers that TED's services talk to, each behind its wires. */
export class Network {
  readonly #wires = new Map<string, readonly Wire[]>();
  readonly #file: string;
  readonly #ports: Record<string, number> = {};

  /** @param file tells the services which port to take instead of which; see hook.mjs */
  constructor(file: string) {
    this.#file = file;
  }

  /** A server that is known by the ports of its wires. */
  add(name: string, wires: readonly Wire[]): void {
    this.#wires.set(name, wires);
  }

  /** A server whose own port everybody knows: from now on connections to it go through the wire. */
  redirect(name: string, port: number, wire: Wire): void {
    this.add(name, [...(this.#wires.get(name) ?? []), wire]);
    this.#ports[port] = wire.port;
    replaceFile(this.#file, JSON.stringify(this.#ports));
  }

  /**
   * Nothing passes between these services and that server any more, and nothing closes.
   * @returns what ends it, and no other fault's stall
   */
  stall(places: readonly Place[], server: string): () => void {
    const addresses = places.map((place): string => ADDRESSES[place]);
    const ends = this.#wiresOf(server).map((wire) => wire.stall((from) => addresses.includes(from)));
    return () => ends.forEach((end) => end());
  }

  #wiresOf(server: string): readonly Wire[] {
    const wires = this.#wires.get(server);
    if (!wires) throw new Error(`no wires to ${server}`);
    return wires;
  }

  async close(): Promise<void> {
    for (const wires of this.#wires.values()) for (const wire of wires) await wire.close();
  }
}
