import { once } from 'node:events';
import type { Socket } from 'socket.io';

type Connection = Socket['conn'];

/** Frames that may wait in memory for one client; then the feed waits for that client. */
const allowance = 64;

/**
 * Knows how far each client is behind. A stand-in goes at most as fast as its slowest reader, so that a speed the
 * machine cannot keep costs time and not memory. A client that stops reading altogether is ended by the heartbeat.
 */
export class Backpressure {
  /** Frames handed to each connection since its transport last took over what was waiting. */
  private readonly waiting = new Map<Connection, number>();

  add(connection: Connection): void {
    this.waiting.set(connection, 0);
    connection.on('drain', () => this.waiting.set(connection, 0));
    connection.once('close', () => this.waiting.delete(connection));
  }

  /** Counts one frame for everyone; call it before sending, since a free transport drains at once. */
  count(): void {
    for (const [connection, frames] of this.waiting) this.waiting.set(connection, frames + 1);
  }

  /** Undefined when the next frame may go at once, otherwise a promise for that moment. */
  ready(): Promise<void> | undefined {
    return this.tooSlow() && this.drained();
  }

  private async drained(): Promise<void> {
    for (let slow = this.tooSlow(); slow; slow = this.tooSlow()) {
      const settled = new AbortController();
      await Promise.race([
        once(slow, 'drain', { signal: settled.signal }),
        once(slow, 'close', { signal: settled.signal }),
      ]).finally(() => settled.abort());
    }
  }

  /** A connection that has used up its allowance. */
  private tooSlow(): Connection | undefined {
    for (const [connection, frames] of this.waiting) if (frames >= allowance) return connection;
    return undefined;
  }
}
