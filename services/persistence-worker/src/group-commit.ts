import { AsyncResource } from 'node:async_hooks';

interface Waiting<T> {
  item: T;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Stores items in groups: what comes while a group is being stored waits, and is stored with the next one in one go. Another
 * group begins beside it only once it is full.
 */
export class GroupCommit<T> {
  readonly #most: number;
  readonly #atOnce: number;
  readonly #store: (items: readonly T[]) => Promise<void>;
  /** A group is nobody's own: it does not run in the context of the item that happened to be its first. */
  readonly #outside = new AsyncResource('GroupCommit');
  readonly #waiting: Waiting<T>[] = [];
  #running = 0;

  /**
   * @param most items of a group
   * @param store stores all or none. If it throws, each item of the group is stored alone, so that only the one at fault fails
   * @param atOnce groups that may be stored at the same time
   */
  constructor(most: number, store: (items: readonly T[]) => Promise<void>, atOnce = 1) {
    this.#most = most;
    this.#atOnce = atOnce;
    this.#store = store;
  }

  /** Resolves when the item has been stored; rejects with what storing it alone threw. */
  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#isDue()) this.#outside.runInAsyncScope(() => void this.#run());
    });
  }

  #isDue(): boolean {
    if (this.#running === 0) return this.#waiting.length > 0;
    return this.#running < this.#atOnce && this.#waiting.length >= this.#most;
  }

  async #run(): Promise<void> {
    while (this.#isDue()) {
      this.#running++;
      const group = this.#waiting.splice(0, this.#most);
      if (group.length === 1 || !(await this.#storeTogether(group)))
        for (const one of group) await this.#storeAlone(one);
      this.#running--;
    }
  }

  async #storeTogether(group: readonly Waiting<T>[]): Promise<boolean> {
    try {
      await this.#store(group.map(({ item }) => item));
    } catch {
      return false;
    }
    for (const { resolve } of group) resolve();
    return true;
  }

  async #storeAlone({ item, resolve, reject }: Waiting<T>): Promise<void> {
    try {
      await this.#store([item]);
      resolve();
    } catch (error) {
      reject(error);
    }
  }
}
