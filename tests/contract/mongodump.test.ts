import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { dump, DumpError, inspectDump, restore } from '@ted/mongodump';
import { BSON, Decimal128, Double, Int32, Long, MongoClient, ObjectId } from 'mongodb';

const url = process.env.TED_TEST_MONGO_URL!;
const client = new MongoClient(url);
const folder = mkdtempSync(join(tmpdir(), 'ted-dump-'));
const databases: string[] = [];
afterAll(async () => {
  for (const name of databases) await client.db(name).dropDatabase();
  await client.close();
  await rm(folder, { recursive: true });
});

const newDatabase = (): string => {
  const name = `ted_dump_${new ObjectId().toHexString()}`;
  databases.push(name);
  return name;
};
const newFolder = (): string => join(folder, new ObjectId().toHexString());

/** All documents of a collection, byte by byte. */
async function bytesOf(database: string, collection: string): Promise<string[]> {
  const documents = await client
    .db(database)
    .collection(collection)
    .find({}, { raw: true })
    .sort({ _id: 1 })
    .toArray();
  return documents.map((raw) => (raw as unknown as Buffer).toString('hex'));
}

async function filled(): Promise<string> {
  const name = newDatabase();
  const db = client.db(name);
  await db.collection<any>('all types').insertMany([
    {
      _id: 1,
      int: new Int32(1),
      double: new Double(1),
      long: Long.fromNumber(1),
      decimal: new Decimal128('0.10'),
    },
    // The driver turns objects into BSON in JavaScript's order of names, a Map in its own.
    {
      _id: 2,
      ordered: new Map([
        ['b', 1],
        ['10', 2],
        ['9', 3],
      ]),
      at: new Date(5),
      re: /a.b/i,
      none: null,
      list: [[], {}],
    },
  ]);
  await db.collection('all types').createIndex({ int: 1, 'ordered.b': -1 }, { name: 'two' });
  await db.collection('all types').createIndex({ long: 1 }, { unique: true });
  await db
    .collection('many')
    .insertMany(Array.from({ length: 2500 }, (_, n) => ({ n, text: 'x'.repeat(n % 300) })));
  await db
    .collection('large')
    .insertMany(Array.from({ length: 3 }, (_, _id) => ({ _id, text: 'x'.repeat(6_000_000) })) as object[]);
  await db.createCollection('empty/%2F.bson');
  return name;
}

it.each([false, true])('what is dumped (gzip: %s) and restored is the same, byte by byte', async (gzip) => {
  const name = await filled();
  const out = newFolder();
  const reports = await dump({ url, out, databases: [name], gzip });
  expect(reports).toMatchObject([
    { collection: 'all types', documents: 2, indexes: 2 },
    { collection: 'empty/%2F.bson', documents: 0, indexes: 0 },
    { collection: 'large', documents: 3 },
    { collection: 'many', documents: 2500 },
  ]);
  expect(await inspectDump(out)).toEqual(reports);

  const copy = newDatabase();
  const restored = await restore({ url, from: out, rename: { [name]: copy } });
  expect(restored).toEqual(reports.map((report) => ({ ...report, database: copy })));
  for (const { collection } of reports) {
    expect(await bytesOf(copy, collection)).toEqual(await bytesOf(name, collection));
    const indexes = (database: string) => client.db(database).collection(collection).listIndexes().toArray();
    expect(await indexes(copy)).toEqual(await indexes(name));
  }
});

it("writes mongodump's format: BSON one behind the other, metadata in Extended JSON", async () => {
  const name = newDatabase();
  const documents = [{ _id: 1, a: 'x' }, { _id: 2 }];
  await client.db(name).collection<any>('c').insertMany(documents);
  await client.db(name).collection('c').createIndex({ a: 1 }, { unique: true });
  const [plain, zipped] = [newFolder(), newFolder()];
  await dump({ url, out: plain, databases: [name] });
  await dump({ url, out: zipped, databases: [name], gzip: true });
  const bson = readFileSync(join(plain, name, 'c.bson'));
  expect(bson).toEqual(Buffer.concat(documents.map((document) => BSON.serialize(document))));
  expect(gunzipSync(readFileSync(join(zipped, name, 'c.bson.gz')))).toEqual(bson);
  const metadata: unknown = JSON.parse(readFileSync(join(plain, name, 'c.metadata.json'), 'utf8'));
  expect(metadata).toMatchObject({
    indexes: [
      { v: { $numberInt: '2' }, key: { _id: { $numberInt: '1' } }, name: '_id_' },
      { v: { $numberInt: '2' }, key: { a: { $numberInt: '1' } }, name: 'a_1', unique: true },
    ],
    uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    collectionName: 'c',
    type: 'collection',
  });
});

it('restores what older versions of mongodump wrote', async () => {
  const from = newFolder();
  const name = newDatabase();
  mkdirSync(join(from, name), { recursive: true });
  writeFileSync(join(from, name, 'c.bson'), BSON.serialize({ _id: 1, k: 'x' }));
  writeFileSync(
    join(from, name, 'c.metadata.json'),
    `{"options":{},"indexes":[{"v":1,"key":{"_id":1},"name":"_id_","ns":"a.c"},{"v":1,"key":{"k":-1},"name":"k_-1","ns":"a.c"}]}`,
  );
  await restore({ url, from });
  expect(await client.db(name).collection('c').find().toArray()).toEqual([{ _id: 1, k: 'x' }]);
  expect(await client.db(name).collection('c').indexExists('k_-1')).toBe(true);
});

describe('nothing is changed', () => {
  it('when a target holds documents, unless they are to be dropped', async () => {
    const name = newDatabase();
    const collection = client.db(name).collection<any>('c');
    await collection.insertMany([{ _id: 1 }, { _id: 2 }]);
    const out = newFolder();
    await dump({ url, out, databases: [name] });
    await collection.insertOne({ _id: 3 });
    await expect(restore({ url, from: out })).rejects.toThrow(/holds documents already; --drop/);
    expect(await collection.countDocuments()).toBe(3);
    await restore({ url, from: out, drop: true });
    expect(await collection.find().toArray()).toEqual([{ _id: 1 }, { _id: 2 }]);
  });

  it.each(['cut off', 'overwritten', 'without metadata'])('by a dump that is damaged: %s', async (how) => {
    const name = await filled();
    const out = newFolder();
    await dump({ url, out, databases: [name] });
    const file = join(out, name, 'many.bson');
    if (how === 'cut off') truncateSync(file, 5000);
    else if (how === 'overwritten') writeFileSync(file, 'no BSON at all');
    else rmSync(join(out, name, 'many.metadata.json'));
    const before = await bytesOf(name, 'many');
    await expect(restore({ url, from: out, drop: true })).rejects.toThrow(DumpError);
    await expect(restore({ url, from: out, drop: true })).rejects.toThrow('many.bson');
    expect(await bytesOf(name, 'many')).toEqual(before);
  });

  it('on disk when the dump fails', async () => {
    const out = newFolder();
    await expect(dump({ url: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200', out })).rejects.toThrow(
      /cannot be reached/,
    );
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((entry) => entry.includes('partial'))).toEqual([]);
    const name = await filled();
    await dump({ url, out, databases: [name] });
    await expect(dump({ url, out, databases: [name] })).rejects.toThrow(/is not empty/);
  });
});
