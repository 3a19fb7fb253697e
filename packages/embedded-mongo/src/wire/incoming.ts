import { ProtocolError } from './frames.ts';

/** What all connections together may have sent without completing a message, in bytes. */
const MAX_WAITING_BYTES = 256 * 1024 * 1024;

/** Counts bytes of incomplete messages over all connections, so that many slow clients cannot fill the memory. */
export class IncomingBytes {
  #waiting = 0;
  readonly #most: number;

  constructor(most = MAX_WAITING_BYTES) {
    this.#most = most;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** @param change of what one connection has waiting @throws ProtocolError if that is too much for all of them */
  add(change: number): void {
    if (change > 0 && this.#waiting + change > this.#most)
      throw new ProtocolError('too many bytes wait in all');
    this.#waiting += change;
  }
}
