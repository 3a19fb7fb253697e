import { addToTotals, type Database } from '@ted/storage';

/** This replica's part of the figures over all replicas. What MongoDB has not taken yet is kept. */
export class Totals {
  readonly #database: Database;
  #saved = 0;
  #errors = 0;
  #lastError: string | undefined;
  /** Two at once would hand the same figures over twice. */
  #flushing: Promise<void> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
  }

  failed(error: Error): void {
    this.#errors++;
    this.#lastError = `${new Date().toISOString()} ${error.message.slice(0, 300)}`;
  }

  saved(count: number): void {
    this.#saved += count;
  }

  /** Hands everything over. Call only while writing is allowed; may be repeated after a failure. One after the other. */
  flush(): Promise<void> {
    const flushed = this.#flushing.then(() => this.#handOver());
    this.#flushing = flushed.catch(() => undefined);
    return flushed;
  }

  async #handOver(): Promise<void> {
    const [saved, errors, lastError] = [this.#saved, this.#errors, this.#lastError];
    await addToTotals(this.#database, {
      saved,
      errors,
      ...(saved > 0 && { savedAt: new Date() }),
      ...(lastError !== undefined && { lastError }),
    });
    this.#saved -= saved;
    this.#errors -= errors;
    if (this.#lastError === lastError) this.#lastError = undefined;
  }
}
