import type { FaultKind } from '../schedule.ts';

/** A rule of the delivery protocol, broken on purpose: a chaos run that does not notice it proves nothing. */
export interface Sabotage {
  name: string;
  /** The rule that it breaks. */
  rule: string;
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
  /** Faults that the short form does not hold often enough to meet the broken rule for sure. */
  more: FaultKind[];
}

const PUBLISHER = 'services/ingest/src/outbox/publisher.ts';
const STORE_BATCH = 'packages/storage/src/write/store-batch.ts';

export const SABOTAGES: readonly Sabotage[] = [
  {
    name: 'acknowledge-at-redis',
    rule: 'A record leaves the outbox only when the worker has stored it in MongoDB, not when Redis has taken it.',
    file: PUBLISHER,
    find: `if (state === 'completed') completed.push(batch);`,
    replace: `if (state === 'completed' || state === 'waiting') completed.push(batch);`,
    more: ['flushall', 'redis-kill-empty'],
  },
  {
    name: 'failed-is-done',
    rule: 'A kept failure is removed, and its batch published again.',
    file: PUBLISHER,
    find: `else if (state === 'failed') await this.#onFailed(batch);`,
    replace: `else if (state === 'failed') completed.push(batch);`,
    more: ['job-deleted', 'job-deleted', 'job-deleted'],
  },
  {
    name: 'emptied-payload-completes',
    rule: 'A job completes only after its count and digest matched; an empty or altered payload fails.',
    file: 'services/persistence-worker/src/batch-processor.ts',
    find: `if (isBatchJobId(id)) throw error;`,
    replace: `if (isBatchJobId(id)) return;`,
    more: ['job-deleted', 'job-deleted', 'job-deleted', 'job-deleted'],
  },
  {
    name: 'end-not-awaited',
    rule: 'Outcomes are checked after every write of the batch was acknowledged.',
    file: STORE_BATCH,
    find: `  await writeGames();`,
    replace: `  setTimeout(() => void writeGames().catch(() => undefined), 100);`,
    more: ['workers-kill', 'mongo-kill'],
  },
  {
    name: 'only-the-end-scores',
    rule: 'Every batch checks the outcomes of every game that it touches, whichever comes last.',
    file: STORE_BATCH,
    find: `  const games = records.filter((record) => 'game_id' in record);`,
    replace: `  const ended = records.some(({ kind }) => kind === 'game_ended');
  const games = ended ? records.filter((record) => 'game_id' in record) : [];`,
    more: ['worker-kill', 'worker-kill'],
  },
  {
    name: 'accepted-before-synced',
    rule: 'A record counts as accepted when it is synced to disk, within 100 ms.',
    file: 'services/ingest/src/outbox/loop.ts',
    find: `        await this.#store.append(records, checkpoints);`,
    replace: `        await new Promise((resolve) => setTimeout(resolve, 1000));
        await this.#store.append(records, checkpoints);`,
    more: ['ingest-kill', 'ingest-kill'],
  },
];
