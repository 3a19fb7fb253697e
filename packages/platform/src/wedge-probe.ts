/** Notices that work waits and nothing moves. Observed regularly; counts only time in which work waited. */
export class WedgeProbe {
  readonly #limitMs: number;
  #done = 0;
  #movedAt: number;

  /** @param limitMs how long work may wait without progress */
  constructor(limitMs: number, now = performance.now()) {
    this.#limitMs = limitMs;
    this.#movedAt = now;
  }

  /**
   * @param waits whether there is work to do
   * @param done a figure that changes with every piece of work that is done
   * @param now a steady clock, in ms
   * @returns why it counts as wedged, null while it does not
   */
  observe(waits: boolean, done: number, now = performance.now()): string | null {
    if (!waits || done !== this.#done) this.#movedAt = now;
    this.#done = done;
    const stuckMs = now - this.#movedAt;
    return stuckMs < this.#limitMs
      ? null
      : `nothing was stored for ${Math.floor(stuckMs / 1000)} s although work waits`;
  }
}
