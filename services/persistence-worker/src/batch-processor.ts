import { createHash } from 'node:crypto';
import { isBatchJobId, readBatch, type BatchPayload } from '@ted/messaging';
import { withLogFields, type Logger } from '@ted/platform';
import {
  isInfrastructureError,
  keepDeadLetters,
  prepareBatch,
  storeBatches,
  type Database,
  type PreparedBatch,
  type StoredBatch,
} from '@ted/storage';
import { GroupCommit } from './group-commit.ts';
import type { Totals } from './totals.ts';
import type { WriteGate } from './write-gate.ts';

const MAX_ID = 200;
/** Batches that are stored in one go at most. */
const GROUP = 8;
/** Groups that are stored at once: while MongoDB writes what one asks for, the next writes of the other are made. */
const GROUPS = 2;
/** Jobs that are in hand at once: while groups are being stored, the next one is read and looked through. */
export const JOBS_IN_HAND = (GROUPS + 1) * GROUP;

/** Who is told what came of batches. */
interface Told {
  /** Runs the storing of a batch, waiting for others included, and so sees how long it takes and how it ends. */
  attempt?: (store: () => Promise<void>) => Promise<void>;
  stored?: (batches: readonly BatchPayload[], outcome: StoredBatch) => void;
  /** It changed hours that are over: their metrics are due again. */
  lateHours?: () => void;
  /** It held seeds of games: they are due to be checked. */
  seeds?: () => void;
}

interface ReadBatch {
  id: string;
  batch: BatchPayload;
  prepared: PreparedBatch;
}

/** Stores the batches of the queue's jobs. A job that may be anything comes in; nothing comes out but its completion. */
export class BatchProcessor {
  readonly #database: Database;
  readonly #gate: WriteGate;
  readonly #totals: Totals;
  readonly #logger: Logger;
  readonly #told: Told;
  readonly #groups = new GroupCommit<ReadBatch>(GROUP, (group) => this.#storeGroup(group), GROUPS);
  #busy = 0;
  #done = 0;
  #records = 0;

  constructor(database: Database, gate: WriteGate, totals: Totals, logger: Logger, told: Told = {}) {
    this.#database = database;
    this.#gate = gate;
    this.#totals = totals;
    this.#logger = logger;
    this.#told = told;
  }

  /** Jobs in hand. */
  get busy(): number {
    return this.#busy;
  }

  /** Jobs that were brought to an end, whatever it was. */
  get done(): number {
    return this.#done;
  }

  /** Documents inserted or changed. */
  get records(): number {
    return this.#records;
  }

  readonly process = async (job: { id: string; data: unknown }): Promise<void> => {
    this.#busy++;
    try {
      await this.#process(job);
    } finally {
      this.#busy--;
      this.#done++;
    }
  };

  async #process({ id, data }: { id: string; data: unknown }): Promise<void> {
    let batch: BatchPayload;
    try {
      batch = readBatch(id, data);
    } catch (error) {
      await this.#gate.run(() => this.#refuse(id, data, error as Error));
      return;
    }
    const { attempt = (store) => store() } = this.#told;
    await attempt(() => this.#groups.add({ id, batch, prepared: prepareBatch(batch) }));
  }

  #storeGroup(group: readonly ReadBatch[]): Promise<void> {
    return withLogFields({ job_id: group.map(({ id }) => id).join(' ') }, () =>
      this.#gate.run(async () => {
        const prepared = group.map((one) => one.prepared);
        const stored = await this.#untilStored(() =>
          storeBatches(this.#database, prepared, this.#gate.mayWrite),
        );
        this.#told.stored?.(
          group.map(({ batch }) => batch),
          stored,
        );
        if (stored.lateHours > 0) this.#told.lateHours?.();
        if (stored.seeds > 0) this.#told.seeds?.();
        await this.#report(stored);
      }),
    );
  }

  /** An outbox still holds the batch of such an id and sends it again; a foreign job is kept as a dead letter. */
  async #refuse(id: string, data: unknown, error: Error): Promise<void> {
    if (isBatchJobId(id)) throw error;
    const letter = {
      key: letterKey(id),
      kind: 'job',
      reason: `not a batch: ${error.message.slice(0, 300)}`,
      record: data,
    };
    await this.#untilStored(() => keepDeadLetters(this.#database, [letter]));
    this.#totals.failed(new Error(letter.reason));
    await this.#untilStored(() => this.#totals.flush());
    this.#logger.warn(`Job ${id} is not a batch: kept as a dead letter`);
  }

  /** Repeats from the start for as long as only the infrastructure fails. */
  async #untilStored<T>(store: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.#gate.mayWrite();
      try {
        return await store();
      } catch (error) {
        if ((error as Error).name === 'InterruptedError') throw error;
        this.#totals.failed(error as Error);
        this.#logger.error(`Error persisting: ${(error as Error).message}`);
        if (!isInfrastructureError(error)) throw error;
        this.#gate.reportFailure(error as Error);
      }
    }
  }

  async #report({ saved, reasons }: StoredBatch): Promise<void> {
    const counts = Object.entries(saved).filter(([, count]) => count > 0);
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    this.#records += total;
    this.#totals.saved(total);
    for (const reason of reasons) this.#totals.failed(new Error(reason));
    await this.#untilStored(() => this.#totals.flush());
    // The guide's line, with the counts in the form that its readers look for.
    if (total > 0)
      this.#logger.info(`Persisted: {${counts.map(([name, count]) => `'${name}': ${count}`).join(', ')}}`);
    else this.#logger.debug('The batch had been stored before');
    if (reasons.length > 0)
      this.#logger.warn(`${reasons.length} records cannot be stored: kept as dead letters`);
  }
}

/** A foreign job's id may be of any length; an index key may not. */
function letterKey(jobId: string): string {
  return `job-${jobId.length <= MAX_ID ? jobId : createHash('sha256').update(jobId).digest('hex')}`;
}
