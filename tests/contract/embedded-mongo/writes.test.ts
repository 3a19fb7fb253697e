import type { MongoBulkWriteError } from 'mongodb';
import { Binary, Decimal128, Double, Int32, Long, MongoClient, ObjectId } from 'mongodb';
import { startTestServer, type TestServer } from './embedded-server.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.stop());
const fresh = () => test.db.collection<any>(`c${new ObjectId().toHexString()}`);

describe('inserts', () => {
  it('give back what was stored, with its types', async () => {
    const c = fresh();
    const document = {
      ...{
        _id: new ObjectId(),
        int: new Int32(1),
        double: new Double(1),
        long: Long.fromString('9007199254740993'),
      },
      ...{
        decimal: new Decimal128('0.10'),
        date: new Date(),
        bytes: new Binary(Buffer.from('x')),
        nothing: null,
      },
      ...{ nested: { '10': 'ten', list: [{ a: [] }] }, text: 'é😀', yes: true, re: /a.b/i },
    };
    await c.insertOne(document);
    expect(await c.findOne({}, { promoteValues: false, bsonRegExp: false })).toEqual(document);
  });

  it('put the id first', async () => {
    const c = fresh();
    await c.insertOne({ a: 1, _id: 5 });
    expect(Object.keys(await c.findOne())).toEqual(['_id', 'a']);
  });

  it('stop at the first duplicate when ordered, and go on when not', async () => {
    const documents = () => [1, 2, 1, 3, 2].map((_id) => ({ _id }));
    const ordered = fresh();
    const error: MongoBulkWriteError = (await ordered
      .insertMany(documents())
      .catch((e: MongoBulkWriteError) => e)) as never;
    expect(error.code).toBe(11000);
    expect(error.result.insertedCount).toBe(2);
    expect(await ordered.countDocuments()).toBe(2);

    const unordered = fresh();
    const other: MongoBulkWriteError = (await unordered
      .insertMany(documents(), { ordered: false })
      .catch((e: MongoBulkWriteError) => e)) as never;
    const failures = other.writeErrors as unknown as { index: number; code: number; errmsg: string }[];
    expect(failures.map(({ index, code }) => [index, code])).toEqual([
      [2, 11000],
      [4, 11000],
    ]);
    expect(failures[0]!.errmsg).toBe(
      `E11000 duplicate key error collection: ${unordered.namespace} index: _id_ dup key: { _id: 1 }`,
    );
    expect(await unordered.countDocuments()).toBe(3);
  });
});

describe('updates', () => {
  it('say what they matched and what they changed', async () => {
    const c = fresh();
    await c.insertMany([{ k: 1 }, { k: 1 }, { k: 2, v: 5 }]);
    expect(await c.updateMany({ k: 1 }, { $set: { v: 5 } })).toMatchObject({
      matchedCount: 2,
      modifiedCount: 2,
    });
    expect(await c.updateMany({}, { $set: { v: 5 } })).toMatchObject({ matchedCount: 3, modifiedCount: 0 });
    expect(await c.updateOne({ k: 9 }, { $set: { v: 1 } })).toMatchObject({
      matchedCount: 0,
      upsertedCount: 0,
    });
    expect(await c.replaceOne({ k: 2 }, { k: 3 })).toMatchObject({ modifiedCount: 1 });
    expect(await c.findOne({ k: 3 })).toEqual({ _id: expect.any(ObjectId), k: 3 });
    expect(await c.updateMany({ k: 7 }, { $set: { v: 1 } }, { upsert: true })).toMatchObject({
      upsertedCount: 1,
    });
  });

  it('do not meet a document again that they move in the index they read', async () => {
    const c = fresh();
    await c.createIndex({ n: 1 });
    await c.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
    expect(await c.updateMany({ n: { $gte: 0 } }, { $inc: { n: 100 } }, { hint: { n: 1 } })).toMatchObject({
      modifiedCount: 500,
    });
    expect(await c.find({}).sort({ n: 1 }).limit(1).toArray()).toMatchObject([{ n: 100 }]);
  });

  it('move index entries along', async () => {
    const c = fresh();
    await c.createIndex({ k: 1 }, { unique: true });
    await c.insertMany([{ k: 1 }, { k: 2 }]);
    await expect(c.updateOne({ k: 1 }, { $set: { k: 2 } })).rejects.toMatchObject({
      code: 11000,
      keyValue: { k: 2 },
    });
    await c.updateOne({ k: 1 }, { $set: { k: 3 } });
    await c.insertOne({ k: 1 });
    await c.deleteOne({ k: 3 });
    await c.insertOne({ k: 3 });
    expect(
      await c
        .find({ k: { $gt: 0 } })
        .sort({ k: 1 })
        .map(({ k }) => k)
        .toArray(),
    ).toEqual([1, 2, 3]);
  });
});

describe('an unordered bulk of upserts', () => {
  it('tells inserted, changed, unchanged and refused operations apart', async () => {
    const c = fresh();
    await c.createIndex({ key: 1 }, { unique: true });
    await c.createIndex({ name: 1 }, { unique: true });
    await c.insertMany([
      { key: 1, name: 'a' },
      { key: 2, name: 'b', v: 1 },
    ]);
    const upsert = (key: number, set: object) => ({
      updateOne: { filter: { key }, update: { $set: set }, upsert: true },
    });
    const error: MongoBulkWriteError = (await c
      .bulkWrite(
        [
          upsert(1, { v: 1 }),
          upsert(2, { v: 1 }),
          upsert(3, { name: 'a' }),
          upsert(4, { name: 'd' }),
          upsert(4, { name: 'e' }),
        ],
        { ordered: false },
      )
      .catch((e: MongoBulkWriteError) => e)) as never;
    expect(error.writeErrors).toMatchObject([{ index: 2, code: 11000 }]);
    expect(error.result.getRawResponse().writeErrors ?? []).toHaveLength(1);
    expect(error.result).toMatchObject({ matchedCount: 3, modifiedCount: 2, upsertedCount: 1 });
    expect(error.result.upsertedIds).toEqual({ 3: (await c.findOne({ key: 4 }))!._id });
    expect(await c.countDocuments()).toBe(3);
  });

  it('reports the key that stands in the way', async () => {
    const c = fresh();
    await c.createIndex({ feed: 1, 'k.id': -1 }, { unique: true });
    await c.insertOne({ feed: 'x', k: { id: 5 } });
    await expect(c.insertOne({ feed: 'x', k: { id: 5 } })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { feed: 1, 'k.id': -1 },
      keyValue: { feed: 'x', 'k.id': 5 },
      message: `E11000 duplicate key error collection: ${c.namespace} index: feed_1_k.id_-1 dup key: { feed: "x", k.id: 5 }`,
    });
  });

  it('of eight clients on the same keys leaves one document for each', async () => {
    const c = fresh();
    await c.createIndex({ key: 1 }, { unique: true });
    const clients = await Promise.all(
      Array.from({ length: 8 }, () => new MongoClient(test.server.url).connect()),
    );
    const keys = Array.from({ length: 50 }, (_, key) => key);
    let inserted = 0;
    await Promise.all(
      clients.map(async (client, number) => {
        const operations = keys.map((key) => ({
          updateOne: {
            filter: { key },
            update: { $inc: { count: 1 }, $setOnInsert: { by: number } },
            upsert: true,
          },
        }));
        const done = await client
          .db('test')
          .collection(c.collectionName)
          .bulkWrite(operations, { ordered: false });
        inserted += done.upsertedCount;
      }),
    );
    await Promise.all(clients.map((client) => client.close()));
    expect(inserted).toBe(50);
    expect(await c.countDocuments()).toBe(50);
    expect(await c.countDocuments({ count: 8 })).toBe(50);
  });
});

describe('deletes', () => {
  it('take one or all', async () => {
    const c = fresh();
    await c.insertMany([{ k: 1 }, { k: 1 }, { k: 1 }, { k: 2 }]);
    expect(await c.deleteOne({ k: 1 })).toMatchObject({ deletedCount: 1 });
    expect(await c.deleteMany({ k: 1 })).toMatchObject({ deletedCount: 2 });
    expect(await c.deleteMany({})).toMatchObject({ deletedCount: 1 });
    expect(await c.deleteMany({})).toMatchObject({ deletedCount: 0 });
  });
});

describe('findAndModify', () => {
  it('gives the document before or after, the first in the order asked for', async () => {
    const c = fresh();
    await c.insertMany([{ n: 1 }, { n: 3 }, { n: 2 }]);
    const before = await c.findOneAndUpdate(
      {},
      { $inc: { n: 10 } },
      { sort: { n: -1 }, projection: { _id: 0 } },
    );
    expect(before).toEqual({ n: 3 });
    const after = await c.findOneAndUpdate({ n: 2 }, { $set: { x: 1 } }, { returnDocument: 'after' });
    expect(after).toMatchObject({ n: 2, x: 1 });
    expect(await c.findOneAndDelete({ n: 1 })).toMatchObject({ n: 1 });
    expect(await c.findOneAndUpdate({ n: 99 }, { $set: { x: 1 } })).toBeNull();
    const upserted = await c.findOneAndUpdate(
      { n: 99 },
      { $set: { x: 1 } },
      { upsert: true, includeResultMetadata: true },
    );
    expect(upserted.value).toBeNull();
    expect(upserted.lastErrorObject).toMatchObject({
      n: 1,
      updatedExisting: false,
      upserted: expect.any(ObjectId),
    });
  });
});

describe('a bulk over several collections', () => {
  it('says of each operation what became of it', async () => {
    const [a, b] = [fresh(), fresh()];
    await b.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 1 },
    ]);
    const result = await test.client.bulkWrite<Record<string, any>>(
      [
        { name: 'insertOne', namespace: a.namespace, document: { _id: 1 } },
        { name: 'updateMany', namespace: b.namespace, filter: {}, update: { $inc: { n: 1 } } },
        {
          name: 'updateOne',
          namespace: b.namespace,
          filter: { _id: 3 },
          update: { $set: { n: 5 } },
          upsert: true,
        },
        { name: 'deleteOne', namespace: b.namespace, filter: { n: 2 } },
      ],
      { verboseResults: true },
    );
    expect(result).toMatchObject({
      insertedCount: 1,
      matchedCount: 2,
      modifiedCount: 2,
      upsertedCount: 1,
      deletedCount: 1,
    });
    expect(result.updateResults!.get(2)).toMatchObject({ upsertedId: 3 });
    expect(await b.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 2, n: 2 },
      { _id: 3, n: 5 },
    ]);
  });

  it('goes on after errors when unordered', async () => {
    const c = fresh();
    const insertions = [1, 1, 2].map((_id) => ({
      name: 'insertOne' as const,
      namespace: c.namespace,
      document: { _id },
    }));
    const error: any = await test.client
      .bulkWrite<Record<string, any>>(insertions, { ordered: false })
      .catch((e: unknown) => e);
    expect([...error.writeErrors]).toMatchObject([[1, { code: 11000 }]]);
    expect(await c.countDocuments()).toBe(2);
  });
});

it('refuses a key that is too long for its index, also from an upsert, and finds nothing under it', async () => {
  const c = fresh();
  await c.createIndex({ k: 1, l: 1 }, { unique: true });
  await c.insertOne({ k: 'a', l: 'b' });
  for (const length of [1_890, 1_950, 2_000, 5_000]) {
    const k = 'x'.repeat(length);
    expect(await c.findOne({ k })).toBeNull();
    expect(await c.find({ k: { $gt: k } }).toArray()).toEqual([]);
    expect(await c.countDocuments({ k: { $lt: k } })).toBe(1);
    const upsert = c.updateOne({ k, l: 'b' }, { $set: { v: 1 } }, { upsert: true });
    if (length > 1_900) await expect(upsert).rejects.toMatchObject({ code: 17280 });
    else expect(await upsert).toMatchObject({ upsertedCount: 1 });
    await c.deleteMany({ k });
  }
});
