/** A feed that was lost so short a time ago has left a gap that another replica may not have. */
const RECENT_MS = 3_000;

/** Counts the feeds that are connected and were not lost just now. */
export class RecentLosses {
  #losses: { at: number; count: number }[] = [];
  #reconnects = 0;

  /** @param totals how many feeds are connected, and how often connections came back ever; @param now by a steady clock, in ms */
  steady({ connected, reconnects }: { connected: number; reconnects: number }, now: number): number {
    if (reconnects > this.#reconnects) this.#losses.push({ at: now, count: reconnects - this.#reconnects });
    this.#reconnects = reconnects;
    this.#losses = this.#losses.filter(({ at }) => now - at < RECENT_MS);
    return Math.max(0, connected - this.#losses.reduce((sum, { count }) => sum + count, 0));
  }
}
