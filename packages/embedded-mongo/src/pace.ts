import { setImmediate as nextTurn } from 'node:timers/promises';
import { MongoError } from './errors.ts';

/** Work at a stretch before others get their turn. */
const STRETCH_MS = 2;

/** Lets long work give way to other clients, and ends it when its time is up or nobody waits for it any more. */
export class Pace {
  readonly #deadline: number;
  readonly #signal: AbortSignal;
  #since = performance.now();

  /** @param maxTimeMs 0: without limit */
  constructor(signal: AbortSignal, maxTimeMs = 0) {
    this.#signal = signal;
    this.#deadline = maxTimeMs > 0 ? performance.now() + maxTimeMs : Infinity;
  }

  /** Whether it is time to give way. */
  isDue(): boolean {
    return performance.now() - this.#since >= STRETCH_MS;
  }

  /** To be awaited between small pieces of work. @throws MongoError MaxTimeMSExpired, ShutdownInProgress */
  async giveWay(): Promise<void> {
    if (!this.isDue()) return;
    await nextTurn();
    this.#since = performance.now();
    if (this.#signal.aborted)
      throw new MongoError('ShutdownInProgress', 'the connection or the server is closing');
    if (this.#since > this.#deadline)
      throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
  }
}
