/** A value that React reads with useSyncExternalStore. Methods are bound: they can be handed over as they are. */
export class Store<T> {
  readonly #listeners = new Set<() => void>();
  readonly #minGapMs: number;
  #value: T;
  #toldAt = -Infinity;
  #pending: ReturnType<typeof setTimeout> | undefined;

  /** @param minGapMs listeners are told at most this often; the last change is always told */
  constructor(value: T, minGapMs = 0) {
    this.#value = value;
    this.#minGapMs = minGapMs;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.#tell();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }

  #tell(): void {
    if (this.#pending !== undefined) return;
    const wait = this.#toldAt + this.#minGapMs - performance.now();
    if (wait > 0) {
      this.#pending = setTimeout(() => {
        this.#pending = undefined;
        this.#tell();
      }, wait);
      return;
    }
    this.#toldAt = performance.now();
    for (const listener of this.#listeners) listener();
  }
}
