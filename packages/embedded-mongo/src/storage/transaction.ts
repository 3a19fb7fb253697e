import type { Collection } from './collection.ts';

/** A write transaction, as far as memory is concerned: what was changed there is undone if the transaction fails. */
export class Transaction {
  readonly #undo: (() => void)[] = [];
  readonly #counted = new Set<Collection>();

  /** The collections whose number of documents has changed. */
  get counted(): ReadonlySet<Collection> {
    return this.#counted;
  }

  count(collection: Collection, change: 1 | -1): void {
    collection.count += change;
    this.#counted.add(collection);
    this.onAbort(() => (collection.count -= change));
  }

  onAbort(undo: () => void): void {
    this.#undo.push(undo);
  }

  abort(): void {
    for (const undo of this.#undo.reverse()) undo();
  }
}
