import { keepWithin, noDrops, type Drops, type OutboxRecord } from './expendable.ts';

/** Records that wait for the disk, oldest first. */
export class WaitingRecords {
  readonly dropped: Drops = noDrops();
  readonly #maxCharacters: number;
  #records: OutboxRecord[] = [];

  /** @param maxCharacters see {@link bound} */
  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
  }

  get length(): number {
    return this.#records.length;
  }

  add(records: readonly OutboxRecord[]): void {
    for (const record of records) this.#records.push(record);
  }

  /** Takes all of them out. */
  takeAll(): OutboxRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  /** What was taken out and could not be written: it is older than what has come meanwhile. */
  putBack(records: readonly OutboxRecord[]): void {
    this.#records = [...records, ...this.#records];
  }

  /** For a disk that takes nothing, maybe for days: beyond the most that may wait the oldest expendable ones go, counted. */
  bound(): void {
    const { kept, dropped } = keepWithin(this.#records, this.#maxCharacters);
    this.#records = kept;
    this.dropped.tick_sample += dropped.tick_sample;
    this.dropped.prediction += dropped.prediction;
  }
}
