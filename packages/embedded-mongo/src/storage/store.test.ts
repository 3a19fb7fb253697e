import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Int32 } from 'bson';
import { open } from 'lmdb';
import { encodeDocument } from '../bson/encode.ts';
import type { Doc, Value } from '../bson/value.ts';
import { buildIndex } from './build-index.ts';
import { GarbageCollector } from './garbage.ts';
import { idPrefix } from './record-key.ts';
import { Store } from './store.ts';
import { insertDocument } from './write.ts';
import { Pace } from '../pace.ts';

let dataDir: string;
let store: Store;
const failures: Error[] = [];
const openStore = () => (store = new Store(dataDir, (error) => failures.push(error)));
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ted-store-'));
  openStore();
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
  expect(failures).toEqual([]);
});

const numbered = (n: number): Doc =>
  new Map<string, Value>([
    ['_id', new Int32(n)],
    ['n', new Int32(n)],
  ]);
const insert = (namespace: string, ...numbers: number[]) =>
  store.transaction((tx) => {
    const collection = store.catalog.get(namespace) ?? store.catalog.create(tx, namespace);
    for (const n of numbers) insertDocument(store, tx, collection, encodeDocument(numbered(n)));
    return collection;
  });
const keysBelow = (id: number) => store.entries.getKeysCount({ start: idPrefix(id), end: idPrefix(id + 1) });
const pace = () => new Pace(new AbortController().signal);

describe('a transaction', () => {
  it('that throws leaves nothing behind, in memory and on disk, and others go on', async () => {
    await insert('db.a', 1);
    const failed = store.transaction((tx) => {
      const collection = store.catalog.create(tx, 'db.b');
      insertDocument(store, tx, collection, encodeDocument(numbered(1)));
      insertDocument(store, tx, store.catalog.get('db.a')!, encodeDocument(numbered(2)));
      throw new Error('on purpose');
    });
    const beside = insert('db.a', 3);
    await expect(failed).rejects.toThrow('on purpose');
    await beside;
    const check = () => {
      expect(store.catalog.all().map(({ namespace, count }) => [namespace, count])).toEqual([['db.a', 2]]);
      expect(keysBelow(store.catalog.get('db.a')!.indexes[0]!.id)).toBe(2);
    };
    check();
    await store.close();
    openStore();
    check();
  });

  it('sees its own writes: the second of two equal keys is refused', async () => {
    await expect(insert('db.a', 1, 1)).rejects.toMatchObject({ code: 11000 });
    expect(store.catalog.get('db.a')).toBeUndefined();
  });
});

describe('the data folder', () => {
  /** Somebody else writes into the closed folder; `lastCommit` is the newest commit until then. */
  async function write(key: string, valueOf: (old: any, lastCommit: number) => unknown): Promise<void> {
    const root = open({ path: join(dataDir, 'store.lmdb'), noSubdir: true, maxDbs: 3 });
    const catalog = root.openDB<unknown, string>({ name: 'catalog', encoding: 'json' });
    const { lastTxnId } = root.getStats() as { lastTxnId: number };
    catalog.putSync(key, valueOf(catalog.get(key), lastTxnId));
    await root.close();
  }

  it('of a newer version is refused', async () => {
    await store.close();
    await write('format', () => ({ version: 3 }));
    expect(openStore).toThrow('has format 3');
  });

  it('stays readable for the version before, also after an interim one', async () => {
    await insert('db.a', 1);
    await store.close();
    await write('format', ({ version }) => {
      expect(version).toBe(1);
      return { version: 2 };
    });
    openStore();
    await store.close();
    await write('format', (format) => {
      expect(format).toEqual({ version: 1 });
      return format;
    });
    openStore();
    expect(store.catalog.get('db.a')!.count).toBe(1);
  });

  it('is not counted after an orderly end, and is when anybody has written since', async () => {
    const { id } = await insert('db.a', 1, 2, 3);
    await store.close();
    await write('counts', (_, lastCommit) => ({ commit: lastCommit + 1, documents: { [id]: 4711 } }));
    openStore();
    expect(store.catalog.get('db.a')!.count).toBe(4711);
    await store.close();
    await write('something', () => 'of an older version');
    openStore();
    expect(store.catalog.get('db.a')!.count).toBe(3);
  });

  it('loses an index whose building was interrupted, and what it had written', async () => {
    const collection = await insert('db.a', ...Array.from({ length: 500 }, (_, n) => n));
    // Stands for the death of the process in the middle: the index is there, not ready, with some entries.
    const index = await store.transaction((tx) =>
      store.catalog.addIndex(tx, collection, { name: 'n_1', key: [['n', 1]], unique: false }),
    );
    await insert('db.a', 500);
    expect(keysBelow(index.id)).toBe(1);
    await store.close();
    openStore();
    await store.recover();
    expect(store.catalog.get('db.a')!.indexes.map(({ name }) => name)).toEqual(['_id_']);
    const garbage = new GarbageCollector(store);
    garbage.start();
    await garbage.idle();
    expect(keysBelow(index.id)).toBe(0);
  });
});

describe('dropped collections', () => {
  it('are deleted bit by bit, also after a restart', async () => {
    const collection = await insert('db.a', ...Array.from({ length: 2500 }, (_, n) => n));
    await buildIndex(store, collection, { name: 'n_1', key: [['n', -1]], unique: true }, pace());
    await insert('db.b', 1);
    await store.transaction((tx) => store.catalog.drop(tx, collection));
    await store.close();
    openStore();
    expect(store.catalog.all().map(({ namespace }) => namespace)).toEqual(['db.b']);
    const garbage = new GarbageCollector(store);
    garbage.start();
    await garbage.idle();
    expect(store.documents.getKeysCount({})).toBe(1);
    expect(store.entries.getKeysCount({})).toBe(1);
    expect(store.catalog.garbage()).toEqual({ documents: [], indexes: [] });
  });
});
