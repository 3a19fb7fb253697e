/** Notices that work waits and nothing moves. Observed regularly; counts only time in which work waited. */
export class WedgeProbe {
  readonly #limitMs: number;
  readonly #tell: (level: 'error' | 'info', message: string) => void;
  #done = 0;
  #movedAt: number;
  #wedged: string | null = null;

  /**
   * @param limitMs how long work may wait without progress
   * @param tell told when it becomes wedged, and when it moves again
   */
  constructor(
    limitMs: number,
    tell: (level: 'error' | 'info', message: string) => void,
    now = performance.now(),
  ) {
    this.#limitMs = limitMs;
    this.#tell = tell;
    this.#movedAt = now;
  }

  /** Why it counts as wedged, by the newest observation; null while it does not. */
  get wedged(): string | null {
    return this.#wedged;
  }

  /**
   * @param waits whether there is work to do
   * @param done a figure that changes with every piece of work that is done
   * @param now a steady clock, in ms
   */
  observe(waits: boolean, done: number, now = performance.now()): void {
    if (!waits || done !== this.#done) this.#movedAt = now;
    this.#done = done;
    const stuckMs = now - this.#movedAt;
    const before = this.#wedged;
    this.#wedged =
      stuckMs < this.#limitMs
        ? null
        : `nothing was stored for ${Math.floor(stuckMs / 1000)} s although work waits`;
    if (this.#wedged !== null && before === null) this.#tell('error', `Health is failing: ${this.#wedged}`);
    if (this.#wedged === null && before !== null)
      this.#tell('info', 'Health is good again: records are stored');
  }
}
