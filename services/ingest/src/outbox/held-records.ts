import type { TedRecord } from '@ted/messaging';
import { Ring } from '@ted/platform';

/** Minutes of system samples that are held: a day. */
const SYSTEM_SAMPLES = 1440;
/** Records of one game that are no prediction and no tick sample: start, progress, end, reveal, side bets. */
const RECORDS_PER_GAME = 40;

/**
 * What would have been stored while persistence was off, in memory only and bounded like the live rings. When the switch
 * goes on it is handed over; what was dropped meanwhile is counted as skipped, not as lost: storing was off.
 */
export class HeldRecords {
  readonly #tickSamples: Ring<TedRecord>;
  readonly #predictions: Ring<TedRecord>;
  readonly #games: Ring<TedRecord>;
  readonly #system = new Ring<TedRecord>(SYSTEM_SAMPLES);
  #skipped = 0;

  constructor(sizes: { ring: number; games: number }) {
    this.#tickSamples = new Ring(sizes.ring);
    this.#predictions = new Ring(sizes.ring);
    this.#games = new Ring(sizes.games * RECORDS_PER_GAME);
  }

  get skipped(): number {
    return this.#skipped;
  }

  hold(records: readonly TedRecord[]): void {
    for (const record of records) this.#skipped += this.#ringOf(record).push(record);
  }

  resize(sizes: { ring: number; games: number }): void {
    this.#skipped += this.#tickSamples.resize(sizes.ring);
    this.#skipped += this.#predictions.resize(sizes.ring);
    this.#skipped += this.#games.resize(sizes.games * RECORDS_PER_GAME);
  }

  /** Hands over everything that is held, games first. */
  drain(): TedRecord[] {
    return [this.#games, this.#predictions, this.#tickSamples, this.#system].flatMap((ring) => ring.drain());
  }

  #ringOf(record: TedRecord): Ring<TedRecord> {
    switch (record.kind) {
      case 'tick_sample':
        return this.#tickSamples;
      case 'prediction':
        return this.#predictions;
      case 'system_sample':
        return this.#system;
      default:
        return this.#games;
    }
  }
}
