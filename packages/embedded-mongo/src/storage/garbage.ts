import { setImmediate as nextTurn } from 'node:timers/promises';
import { idPrefix } from './record-key.ts';
import type { Store } from './store.ts';

/** Keys deleted in one transaction. */
const PIECE = 1000;

/**
 * Deletes what dropped collections and indexes have left, in small pieces. The catalog remembers what is still to be done,
 * so that it goes on after a restart.
 */
export class GarbageCollector {
  readonly #store: Store;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Begins, unless it runs already. */
  start(): void {
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
    this.#running.catch(() => undefined); // a failed commit is reported by the store
  }

  /** Resolves when there is nothing left to do, or when it was stopped. */
  async idle(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const { documents, indexes } = this.#store.catalog.garbage();
      if (documents[0] !== undefined) await this.#delete('documents', documents[0]);
      else if (indexes[0] !== undefined) await this.#delete('indexes', indexes[0]);
      else return;
      await nextTurn();
    }
  }

  async #delete(kind: 'documents' | 'indexes', id: number): Promise<void> {
    const store = this.#store;
    const database = kind === 'documents' ? store.documents : store.entries;
    await store.transaction(() => {
      const keys = [...database.getKeys({ start: idPrefix(id), end: idPrefix(id + 1), limit: PIECE })];
      for (const key of keys) database.removeSync(key);
      if (keys.length < PIECE) store.catalog.removeGarbage(kind, id);
    });
  }
}
