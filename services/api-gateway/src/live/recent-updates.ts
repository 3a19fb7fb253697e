/** The newest update messages as they were sent, so that a client that was away for a moment misses nothing. */
export class RecentUpdates {
  readonly #size: number;
  #run = '';
  #first = 0;
  #messages: Buffer[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Updates of another ingest process have other numbers: what was kept before is of no use. */
  begin(run: string): void {
    if (run === this.#run) return;
    this.#run = run;
    this.#messages = [];
  }

  add(seq: number, message: Buffer): void {
    if (this.#messages.length === 0 || seq !== this.#first + this.#messages.length) {
      this.#messages = [];
      this.#first = seq;
    }
    this.#messages.push(message);
    if (this.#messages.length > this.#size) {
      this.#messages.shift();
      this.#first++;
    }
  }

  /** All after `seq`; undefined when one of them is no longer here, or `run` is not the process that numbered it. */
  after(seq: number, run: string | undefined): readonly Buffer[] | undefined {
    if (run !== undefined && run !== this.#run) return undefined;
    const last = this.#first + this.#messages.length - 1;
    if (this.#messages.length === 0 || seq + 1 < this.#first || seq > last) return undefined;
    return this.#messages.slice(seq + 1 - this.#first);
  }
}
