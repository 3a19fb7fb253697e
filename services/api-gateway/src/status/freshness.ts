import { REPORT_STALE_MS, type WorkerReport } from '@ted/messaging';

/**
 * Knows which replicas still report. What counts is when this process saw a report change, by its own steady clock: the
 * replicas' clocks may be off, and any clock may be set. Only a report that is seen for the first time is judged by its time.
 */
export class Freshness {
  readonly #changes = new Map<string, { at: number; seenAt: number }>();

  /** Takes the newest reports. `wall` is the time of day, `steady` a clock that nobody sets, both in ms. */
  take(reports: readonly WorkerReport[], wall = Date.now(), steady = performance.now()): void {
    for (const { id, at } of reports) {
      const known = this.#changes.get(id);
      if (known?.at === at) continue;
      const age = known ? 0 : Math.abs(wall - at);
      this.#changes.set(id, { at, seenAt: steady - age });
    }
    const ids = new Set(reports.map(({ id }) => id));
    for (const id of this.#changes.keys()) if (!ids.has(id)) this.#changes.delete(id);
  }

  isFresh(id: string, steady = performance.now()): boolean {
    return this.ageMs(id, steady) < REPORT_STALE_MS;
  }

  /** How long ago the replica's report was seen to change; infinite for one that is not known. */
  ageMs(id: string, steady = performance.now()): number {
    return steady - (this.#changes.get(id)?.seenAt ?? -Infinity);
  }
}
