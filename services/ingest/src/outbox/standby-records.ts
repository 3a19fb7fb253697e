import type { TedRecord } from '@ted/messaging';

/**
 * So long a standby keeps what the recorder stores: far longer than it takes until it takes over. Of 1,000 feeds these are 100,000
 * records, about 100 MB.
 */
const KEPT_MS = 120_000;

/** A standby's newest records, in memory only; they go to the outbox when it takes over. */
export class StandbyRecords {
  #entries: { at: number; records: readonly TedRecord[] }[] = [];

  /** @param now by a steady clock, in ms */
  keep(records: readonly TedRecord[], now: number): void {
    if (records.length > 0) this.#entries.push({ at: now, records });
    const stale = this.#entries.findIndex(({ at }) => at >= now - KEPT_MS);
    if (stale > 0) this.#entries.splice(0, stale);
  }

  /** Hands over what is kept, oldest first. */
  drain(now: number): TedRecord[] {
    const kept = this.#entries.filter(({ at }) => at >= now - KEPT_MS);
    this.#entries = [];
    return kept.flatMap(({ records }) => records);
  }
}
