import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { BSON, ObjectId } from 'mongodb';
import { temporaryFolder } from '../../tests/support/stores.ts';
import { quantile } from '../quantile.ts';
import { keyAt, predictionAt } from './predictions.ts';

/** What LMDB alone does with the same bytes: each document and its four keys, 100 documents a synced commit. */
export interface RawLmdb {
  /** Documents a second. */
  puts: number;
  /** The 99th percentile of a document found by its key, in ms. */
  getP99: number;
}

export async function measureRawLmdb(documents: number, batch: number, gets: number): Promise<RawLmdb> {
  const folder = temporaryFolder('bench-lmdb');
  const root = open({ path: join(folder, 'raw.lmdb'), noSubdir: true, maxDbs: 2 });
  const docs = root.openDB<Buffer, Buffer>({ name: 'docs', keyEncoding: 'binary', encoding: 'binary' });
  const keys = root.openDB<Buffer, Buffer>({ name: 'keys', keyEncoding: 'binary', encoding: 'binary' });
  try {
    const started = performance.now();
    let encoding = 0;
    for (let n = 0; n < documents; n += batch) {
      const before = performance.now();
      const entries = Array.from({ length: Math.min(batch, documents - n) }, (_, i) => entriesOf(n + i));
      encoding += performance.now() - before;
      await docs.transaction(() => {
        for (const { id, raw, own } of entries) {
          docs.putSync(id, raw);
          for (const key of own) keys.putSync(key, id);
        }
      });
      await docs.flushed;
    }
    const seconds = (performance.now() - started - encoding) / 1000;
    const times = Array.from({ length: gets }, () => {
      const key = naturalKey(Math.floor(Math.random() * documents));
      const before = performance.now();
      docs.get(keys.get(key)!);
      return performance.now() - before;
    });
    return { puts: documents / seconds, getP99: quantile(times, 0.99) };
  } finally {
    await root.close();
    rmSync(folder, { recursive: true });
  }
}

function entriesOf(n: number): { id: Buffer; raw: Buffer; own: Buffer[] } {
  const prediction = predictionAt(n);
  const objectId = new ObjectId();
  const id = Buffer.alloc(10);
  id.writeUIntBE(n, 4, 6);
  const at = Buffer.alloc(9);
  at.writeDoubleBE(n, 1);
  return {
    id,
    raw: Buffer.from(BSON.serialize({ _id: objectId, ...prediction })),
    own: [
      Buffer.concat([Buffer.from([1]), objectId.id]),
      naturalKey(n),
      Buffer.concat([Buffer.from([3]), at, id]),
      Buffer.concat([Buffer.from([4]), Buffer.from('simulated\0'), at, objectId.id, id]),
    ],
  };
}

function naturalKey(n: number): Buffer {
  return Buffer.concat([Buffer.from([2]), Buffer.from(Object.values(keyAt(n)).join('\0'))]);
}
