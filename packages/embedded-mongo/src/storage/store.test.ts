import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Int32 } from 'bson';
import { open } from 'lmdb';
import { encodeDocument } from '../bson/encode.ts';
import type { Doc, Value } from '../bson/value.ts';
import { buildIndex } from './build-index.ts';
import { FORMAT_VERSION } from './catalog.ts';
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
  it('of a newer version is refused', async () => {
    await store.close();
    const root = open({ path: join(dataDir, 'store.lmdb'), noSubdir: true, maxDbs: 3 });
    root.openDB({ name: 'catalog', encoding: 'json' }).putSync('format', { version: FORMAT_VERSION + 1 });
    await root.close();
    expect(openStore).toThrow(`has format ${FORMAT_VERSION + 1}`);
  });

  it('of an older version is counted once, and never again', async () => {
    await insert('db.a', 1, 2, 3);
    await store.close();
    const root = open({ path: join(dataDir, 'store.lmdb'), noSubdir: true, maxDbs: 3 });
    const catalog = root.openDB<unknown, string>({ name: 'catalog', encoding: 'json' });
    catalog.putSync('format', { version: 1 });
    const key = [...catalog.getKeys({})].find((name) => name.startsWith('count:'))!;
    catalog.removeSync(key);
    await root.close();
    openStore();
    expect(store.catalog.get('db.a')!.count).toBe(3);
    // Taken from here now, so that opening does not depend on how many documents there are.
    await store.close();
    const again = open({ path: join(dataDir, 'store.lmdb'), noSubdir: true, maxDbs: 3 });
    again.openDB<unknown, string>({ name: 'catalog', encoding: 'json' }).putSync(key, 4711);
    await again.close();
    openStore();
    expect(store.catalog.get('db.a')!.count).toBe(4711);
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
