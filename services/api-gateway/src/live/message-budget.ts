/** So many messages at once, and so many a second after that. */
const BURST = 40;
const PER_SECOND = 10;

/** How much a client may ask for: a token bucket. */
export class MessageBudget {
  #left = BURST;
  #at: number;

  constructor(now = performance.now()) {
    this.#at = now;
  }

  /** Takes one; false when there is none left. */
  take(now = performance.now()): boolean {
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) / 1000) * PER_SECOND);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
