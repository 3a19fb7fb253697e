/** A feed that was connected so short a time ago has a gap before that, which another replica may not have. */
const RECENT_MS = 5_000;

/** Counts the feeds that have been connected for some time: those that are not connected anew, nor for the first time. */
export class RecentLosses {
  #gaps: { at: number; count: number }[] = [];
  #connections = 0;
  #most = 0;

  /** @param totals how many feeds are connected, and how often connections came back ever; @param now by a steady clock, in ms */
  steady({ connected, reconnects }: { connected: number; reconnects: number }, now: number): number {
    this.#most = Math.max(this.#most, connected);
    const connections = this.#most + reconnects;
    if (connections > this.#connections) this.#gaps.push({ at: now, count: connections - this.#connections });
    this.#connections = connections;
    this.#gaps = this.#gaps.filter(({ at }) => now - at < RECENT_MS);
    return Math.max(0, connected - this.#gaps.reduce((sum, { count }) => sum + count, 0));
  }
}
