import type { Db } from 'mongodb';
import type { Interval } from './ledger/windows.ts';

const POLL_MS = 50;
const CALL_MS = 1000;

/** Notes when MongoDB has taken records, from the workers' own count. */
export class StoringWatch {
  /** When the count was seen to have grown. */
  readonly times: number[] = [];
  saved = 0;
  readonly #db: Db;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Db) {
    this.#db = db;
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#look(), POLL_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    const totals = await this.#db
      .collection('persistence_state')
      .findOne({ key: 'totals' }, { timeoutMS: CALL_MS })
      .catch(() => null);
    const saved = Number(totals?.records_saved ?? 0);
    if (saved > this.saved) {
      this.saved = saved;
      this.times.push(Date.now());
    }
    if (this.#timer) this.start();
  }
}

/**
 * The time from a fault's end to the next record stored, in ms; times in which another fault shut the way to MongoDB do
 * not count. Undefined if none was stored any more. Pure.
 */
export function recoveryOf(
  end: number,
  storedAt: readonly number[],
  shut: readonly Interval[],
): number | undefined {
  const next = storedAt.find((at) => at > end);
  if (next === undefined) return undefined;
  return next - end - covered(shut, end, next);
}

/**
 * The longest time without a record stored that began or lasted between two moments, in ms, without times in which another fault shut
 * the way: what a fault costs while which something takes over, so that its end is not the moment from which one waits. Undefined if
 * nothing was stored afterwards. Pure.
 */
export function longestPause(
  from: number,
  until: number,
  storedAt: readonly number[],
  shut: readonly Interval[],
): number | undefined {
  let longest: number | undefined;
  let last = from;
  for (const at of storedAt) {
    if (at <= from) continue;
    longest = Math.max(longest ?? 0, at - last - covered(shut, last, at));
    if (at > until) break;
    last = at;
  }
  return longest;
}

/** How much of the time between two moments the intervals cover together. */
function covered(intervals: readonly Interval[], from: number, to: number): number {
  let sum = 0;
  let reached = from;
  for (const interval of [...intervals].sort((a, b) => a.from - b.from)) {
    const start = Math.max(reached, interval.from);
    const end = Math.min(to, interval.to);
    if (end <= start) continue;
    sum += end - start;
    reached = end;
  }
  return sum;
}

/** The value that this share of the list does not exceed; undefined of an empty one. Pure. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
