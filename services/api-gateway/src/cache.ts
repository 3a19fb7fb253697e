interface Entry<T> {
  readonly value: Promise<T>;
  /** For how long it may still be used, in ms. */
  left: () => number;
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

  /**
   * @param maxAgeMs how old the answer may be, counted from when its making began; or that by how long its making has taken,
   * which is without end until it is over
   */
  get(key: string, maxAgeMs: number | ((tookMs: number) => number), make: () => Promise<T>): Entry<T> {
    const known = this.#entries.get(key);
    if (known && known.left() > 0) return known;
    const begun = this.#now();
    const ageAfter = typeof maxAgeMs === 'number' ? () => maxAgeMs : maxAgeMs;
    let maxAge = ageAfter(Infinity);
    const entry = { value: make(), left: () => maxAge - (this.#now() - begun) };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.value.then(
      () => (maxAge = ageAfter(this.#now() - begun)),
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#maxEntries) this.#entries.delete(oldest!);
    return entry;
  }
}
