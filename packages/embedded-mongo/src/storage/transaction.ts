import type { Collection } from './collection.ts';

/** A write transaction, as far as memory is concerned: what was changed there is undone if the transaction fails. */
export class Transaction {
  readonly #undo: (() => void)[] = [];

  count(collection: Collection, change: 1 | -1): void {
    collection.count += change;
    this.onAbort(() => (collection.count -= change));
  }

  onAbort(undo: () => void): void {
    this.#undo.push(undo);
  }

  abort(): void {
    for (const undo of this.#undo.reverse()) undo();
  }
}
