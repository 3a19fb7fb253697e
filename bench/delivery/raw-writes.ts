import { MongoClient } from 'mongodb';
import { migrate } from '@ted/storage';
import { operationsOf, type UpdateOperation } from '../../packages/storage/src/write/operations.ts';
import { recordsOf } from './records.ts';

const BATCH = 100;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

/**
 * The least that storing so many records can cost: the raw driver's unordered bulkWrites of the same upserts, batch after
 * batch, into the same collections with the same indexes. No queue, no validation, no outcomes. Records a second.
 */
export class RawWrites {
  readonly #client: MongoClient;

  private constructor(client: MongoClient) {
    this.#client = client;
  }

  static async open(mongoUrl: string): Promise<RawWrites> {
    await migrate({ mongoUrl: `${mongoUrl}/bench_raw`, checkOnly: false, log: () => undefined });
    return new RawWrites(await MongoClient.connect(mongoUrl));
  }

  async write(count: number, firstGame: number): Promise<number> {
    const db = this.#client.db('bench_raw');
    const records = recordsOf(count, firstGame).slice(0, count);
    const began = performance.now();
    for (let n = 0; n < count; n += BATCH) {
      const operations = records.slice(n, n + BATCH).map(operationsOf);
      for (const phase of ['upserts', 'closing'] as const) {
        const writes = byCollection(operations.flatMap((one) => one[phase]));
        await Promise.all(
          [...writes].map(([name, some]) =>
            db.collection(name).bulkWrite(
              some.map(({ filter, update }) => ({
                updateOne: { filter, update, upsert: phase === 'upserts' },
              })),
              { ordered: false, ...DURABLE },
            ),
          ),
        );
      }
    }
    return (1000 * count) / (performance.now() - began);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

function byCollection(operations: readonly UpdateOperation[]): Map<string, UpdateOperation[]> {
  const groups = new Map<string, UpdateOperation[]>();
  for (const operation of operations)
    groups.set(operation.collection, [...(groups.get(operation.collection) ?? []), operation]);
  return groups;
}
