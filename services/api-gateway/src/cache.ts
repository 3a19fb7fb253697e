interface Entry<T> {
  value: Promise<T>;
  at: number;
}

/**
 * Answers that may be a little old: made once for all who ask within that time, also while it is being made. A failure is
 * not kept. Bounded: the entry that was made first goes first.
 */
export class ShortCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #maxEntries: number;
  readonly #now: () => number;

  constructor(maxEntries: number, now: () => number = () => performance.now()) {
    this.#maxEntries = maxEntries;
    this.#now = now;
  }

  get(key: string, maxAgeMs: number, make: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known && this.#now() - known.at < maxAgeMs) return known.value;
    const entry = { value: make(), at: this.#now() };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#maxEntries) this.#entries.delete(oldest!);
    return entry.value;
  }
}
