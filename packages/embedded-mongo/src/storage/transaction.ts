/** A write transaction, as far as memory is concerned: what was changed there is undone if the transaction fails. */
export class Transaction {
  readonly #undo: (() => void)[] = [];

  onAbort(undo: () => void): void {
    this.#undo.push(undo);
  }

  abort(): void {
    for (const undo of this.#undo.reverse()) undo();
  }
}
