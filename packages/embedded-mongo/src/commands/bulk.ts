import { MongoError } from '../errors.ts';
import { NEEDS_SEARCH } from '../query/first-match.ts';
import type { Pace } from '../pace.ts';
import type { Store } from '../storage/store.ts';
import type { Transaction } from '../storage/transaction.ts';

/** As in hello. */
export const MAX_WRITE_BATCH_SIZE = 100_000;

/** Time that a bulk keeps the write lock; then others get their turn. A hundred operations fit in: one commit for them all. */
const SLICE_MS = 8;

export interface WriteError {
  index: number;
  error: MongoError;
}

/** @throws MongoError InvalidLength */
export function checkBatchSize(count: number): void {
  if (count > 0 && count <= MAX_WRITE_BATCH_SIZE) return;
  throw new MongoError(
    'InvalidLength',
    `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH_SIZE}. Got ${count} operations.`,
  );
}

interface BulkOptions<T> {
  count: number;
  /** Whether the first error ends the bulk. */
  ordered: boolean;
  /** Does one operation in a transaction that it shares with others. What it refuses it must refuse before it writes. */
  now(tx: Transaction, index: number): T | typeof NEEDS_SEARCH;
  /** Does an operation that needs a search, in transactions of its own. */
  afterSearch(index: number): Promise<T>;
  onDone(index: number, outcome: T): void;
}

/** Runs the operations of a bulk in their order, many in one transaction. Returns the errors. */
export async function runBulk<T>(store: Store, pace: Pace, options: BulkOptions<T>): Promise<WriteError[]> {
  const { count, ordered } = options;
  const errors: WriteError[] = [];
  const isOver = (index: number) => index >= count || (ordered && errors.length > 0);
  for (let next = 0; !isOver(next);) {
    // Nothing that memory keeps may change before the transaction has ended: it may fail as a whole.
    const done = await store.transaction((tx) => runSlice(tx, next, options));
    for (const [i, outcome] of done.entries()) record(options, errors, next + i, outcome);
    next += done.length;
    if (done.length === 0) {
      record(options, errors, next, await caught(() => options.afterSearch(next)));
      next++;
    }
    await pace.giveWay();
  }
  return errors;
}

type Outcome<T> = { value: T } | { error: MongoError };

/** Runs operations until one needs a search, one ends the bulk, or the time is up. */
function runSlice<T>(tx: Transaction, from: number, options: BulkOptions<T>): Outcome<T>[] {
  const started = performance.now();
  const done: Outcome<T>[] = [];
  for (let index = from; index < options.count; index++) {
    try {
      const value = options.now(tx, index);
      if (value === NEEDS_SEARCH) break;
      done.push({ value });
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      done.push({ error });
      if (options.ordered) break;
    }
    if (performance.now() - started > SLICE_MS) break;
  }
  return done;
}

async function caught<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await run() };
  } catch (error) {
    if (error instanceof MongoError) return { error };
    throw error;
  }
}

function record<T>(options: BulkOptions<T>, errors: WriteError[], index: number, outcome: Outcome<T>): void {
  if ('value' in outcome) options.onDone(index, outcome.value);
  else errors.push({ index, error: outcome.error });
}

/** As a part of a reply: absent where there is none. */
export function errorsReply(errors: readonly WriteError[]): Record<string, unknown> {
  if (errors.length === 0) return {};
  return {
    writeErrors: errors.map(({ index, error }) => ({
      index,
      code: error.code,
      errmsg: error.message,
      ...error.details,
    })),
  };
}
