/** So many are followed one by one, the oldest ones: a disk may take nothing for days. */
const MOST = 10_000;

/** What was sent to the outbox's thread and is not synced to disk yet: by when it was sent, in ms of a steady clock. */
export class Acceptances {
  readonly #sentAt: number[] = [];

  sent(at: number): void {
    if (this.#sentAt.length < MOST) this.#sentAt.push(at);
  }

  /** All that was sent until then is on disk: the thread takes it in its order. */
  accepted(upTo: number): void {
    const open = this.#sentAt.findIndex((at) => at > upTo);
    this.#sentAt.splice(0, open < 0 ? this.#sentAt.length : open);
  }

  /** How long the oldest of it has waited, in ms; null if there is nothing. */
  oldestMs(now: number): number | null {
    const oldest = this.#sentAt[0];
    return oldest === undefined ? null : Math.max(0, now - oldest);
  }
}
