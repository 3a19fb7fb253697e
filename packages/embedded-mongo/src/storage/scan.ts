import { recordIdAtEnd } from './record-key.ts';
import type { Collection } from './collection.ts';
import type { Plan } from './plan-shape.ts';
import type { Store } from './store.ts';

export interface StoredDocument {
  recordId: number;
  raw: Buffer;
}

/** Keys read at a time. Between two reads nothing is held, so that the data file does not have to keep old pages. */
const PIECE = 64;

/**
 * Reads what a plan finds, piece by piece. Writes in between are seen or not, as in MongoDB outside of snapshots; no
 * document is given twice out of one index position.
 */
export class Scan {
  keysExamined = 0;
  readonly #store: Store;
  readonly #collection: Collection;
  readonly #plan: Plan;
  readonly #ranges: Plan['ranges'];
  readonly #seen: Set<number> | undefined;
  #range = 0;
  #last: Buffer | undefined;

  constructor(store: Store, collection: Collection, plan: Plan) {
    this.#store = store;
    this.#collection = collection;
    this.#plan = plan;
    this.#ranges = plan.reverse ? [...plan.ranges].reverse() : plan.ranges;
    // With arrays several keys lead to one document.
    this.#seen = plan.index?.multikey ? new Set() : undefined;
    if (plan.index) plan.index.uses.count++;
  }

  /** The next documents, or undefined at the end. May be empty before the end. */
  next(): StoredDocument[] | undefined {
    if (this.#collection.dropped) return undefined;
    const found: StoredDocument[] = [];
    if (this.#plan.single && this.#range === 0) {
      this.#range = this.#ranges.length;
      this.#lookUp(found);
      return found;
    }
    for (let open = PIECE; open > 0 && this.#range < this.#ranges.length;) {
      const read = this.#readRange(open, found);
      if (read < open) {
        this.#range++;
        this.#last = undefined;
      }
      open -= Math.max(read, 1);
    }
    return found.length === 0 && this.#range >= this.#ranges.length ? undefined : found;
  }

  /** The one entry of a unique index whose key is given in full. */
  #lookUp(found: StoredDocument[]): void {
    const holder = this.#store.entries.get(this.#ranges[0]!.low);
    this.keysExamined++;
    if (holder) this.#addRecord(recordIdAtEnd(holder), found);
  }

  /** Reads up to `most` keys of the present range. Returns how many there were. */
  #readRange(most: number, found: StoredDocument[]): number {
    const { low, high } = this.#ranges[this.#range]!;
    const { index, reverse } = this.#plan;
    const database = index ? this.#store.entries : this.#store.documents;
    const options = reverse
      ? { start: this.#last ?? high, end: low, exclusiveStart: true, inclusiveEnd: true, reverse: true }
      : { start: this.#last ?? low, end: high, exclusiveStart: this.#last !== undefined };
    let read = 0;
    for (const { key, value } of database.getRange({ ...options, limit: most })) {
      read++;
      this.#last = key;
      if (!index) found.push({ recordId: recordIdAtEnd(key), raw: value });
      else this.#addRecord(recordIdAtEnd(index.unique ? value : key), found);
    }
    this.keysExamined += read;
    return read;
  }

  #addRecord(recordId: number, found: StoredDocument[]): void {
    if (this.#seen?.has(recordId)) return;
    this.#seen?.add(recordId);
    const raw = this.#store.document(this.#collection, recordId);
    if (raw) found.push({ recordId, raw });
  }
}
