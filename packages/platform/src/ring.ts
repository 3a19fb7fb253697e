/**
 * The newest `size` items, oldest first; pushing into a full one drops the oldest. The size may change live. Constant time
 * for each push, however large it is: the items lie in a circle, from `#start` on.
 */
export class Ring<T> {
  #items: T[] = [];
  /** Where the oldest item lies; 0 until the ring is full. */
  #start = 0;
  #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Adds an item; returns how many were dropped for it: 0 or 1. */
  push(item: T): number {
    if (this.#items.length < this.#size) {
      this.#items.push(item);
      return 0;
    }
    this.#items[this.#start] = item;
    this.#start = (this.#start + 1) % this.#size;
    return 1;
  }

  /** Changes the size (at least 1); returns how many of the oldest items were dropped for it. */
  resize(size: number): number {
    const kept = this.newest(size);
    const dropped = this.#items.length - kept.length;
    this.#items = kept;
    this.#start = 0;
    this.#size = size;
    return dropped;
  }

  get length(): number {
    return this.#items.length;
  }

  get size(): number {
    return this.#size;
  }

  /** The newest `count` items (all, if not given), oldest first. */
  newest(count = this.#items.length): T[] {
    const all = [...this.#items.slice(this.#start), ...this.#items.slice(0, this.#start)];
    return count <= 0 ? [] : all.slice(-count);
  }

  /** Empties the ring and returns what it held. */
  drain(): T[] {
    const items = this.newest();
    this.#items = [];
    this.#start = 0;
    return items;
  }
}
