/** The newest `size` items, oldest first; pushing into a full one drops the oldest. The size may change live. */
export class Ring<T> {
  #items: T[] = [];
  #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Adds an item; returns how many were dropped for it (0 or more after the size was lowered). */
  push(item: T): number {
    this.#items.push(item);
    return this.#trim();
  }

  resize(size: number): number {
    this.#size = size;
    return this.#trim();
  }

  get length(): number {
    return this.#items.length;
  }

  get size(): number {
    return this.#size;
  }

  last(): T | undefined {
    return this.#items.at(-1);
  }

  /** The newest `count` items (all, if not given), oldest first. */
  newest(count = this.#items.length): T[] {
    return count <= 0 ? [] : this.#items.slice(-count);
  }

  /** Empties the ring and returns what it held. */
  drain(): T[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #trim(): number {
    const excess = this.#items.length - this.#size;
    if (excess > 0) this.#items.splice(0, excess);
    return Math.max(0, excess);
  }
}
