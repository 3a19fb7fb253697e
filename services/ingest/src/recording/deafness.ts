/** For so long a peer has heard something that this one has not, while this one has heard nothing at all. */
const DEAF_AFTER_MS = 3_000;
/** By so much two that hear the same may differ. */
const TOLERANCE_MS = 500;

/**
 * Notices that this ingest hears nothing of the feed while a peer does: a network that stalls closes nothing, and the feed itself may be
 * silent for 20 s. What a peer has heard first after such a silence is no sign: this one gets it, too, a moment later.
 */
export class Deafness {
  #lastUpdateAt: number | null = null;
  #since: number | undefined;

  /**
   * @param own when this one's last update came, and how long ago; @param peerSilentMs how long ago the peer's came;
   *   @param now by a steady clock, in ms
   * @returns whether to connect anew; only once for each time that it has become deaf
   */
  isDeaf(own: { lastUpdateAt: number | null; silentMs: number }, peerSilentMs: number, now: number): boolean {
    if (own.lastUpdateAt !== this.#lastUpdateAt) this.#since = undefined;
    this.#lastUpdateAt = own.lastUpdateAt;
    if (peerSilentMs + TOLERANCE_MS < own.silentMs) this.#since ??= now;
    if (this.#since === undefined || now - this.#since < DEAF_AFTER_MS) return false;
    this.#since = undefined;
    return true;
  }
}
