const FIRST_AFTER_MS = 1_000;
const EVERY_MS = 1_000;

/** How far something is, on standard error once a second, from the second second on: what is quick says nothing. */
export class Progress {
  readonly #now: () => number;
  readonly #stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
  #nextAt: number;
  #shown = false;

  constructor(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr, now = Date.now) {
    this.#stream = stream;
    this.#now = now;
    this.#nextAt = now() + FIRST_AFTER_MS;
  }

  /** May be called as often as something moves. */
  show(text: string): void {
    if (this.#now() < this.#nextAt) return;
    this.#nextAt = this.#now() + EVERY_MS;
    this.clear();
    this.#stream.write(this.#stream.isTTY ? text : `${text}\n`);
    this.#shown = this.#stream.isTTY;
  }

  /** Makes room for other lines. Call it at the end, too. */
  clear(): void {
    if (this.#shown) this.#stream.write('\r\x1b[K');
    this.#shown = false;
  }
}
