import { once } from 'node:events';
import { connect } from 'node:net';
import { startEmbeddedMongo } from '@ted/embedded-mongo';
import { Long, MongoClient, ObjectId, type CollationOptions } from 'mongodb';
import { newDataDir, startTestServer, type TestServer } from './embedded-server.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.stop());
const fresh = () => test.db.collection<any>(`c${new ObjectId().toHexString()}`);

describe('collections and indexes', () => {
  it('are listed, renamed and dropped', async () => {
    const db = test.client.db('admin_test');
    await db.createCollection('a');
    await db.createCollection('a'); // is there already
    await db.collection('b').insertOne({ x: 1 });
    expect((await db.listCollections({ name: 'b' }).toArray()).map(({ name, type }) => [name, type])).toEqual(
      [['b', 'collection']],
    );
    expect(await db.listCollections({}, { nameOnly: true }).toArray()).toHaveLength(2);
    await db.renameCollection('b', 'c');
    expect(await db.collection('c').find().toArray()).toMatchObject([{ x: 1 }]);
    await expect(db.renameCollection('a', 'c')).rejects.toMatchObject({ codeName: 'NamespaceExists' });
    await expect(db.renameCollection('none', 'd')).rejects.toMatchObject({ code: 26 });
    expect(await db.dropCollection('a')).toBe(true);
    expect((await db.admin().listDatabases()).databases.map(({ name }) => name)).toContain('admin_test');
    await db.dropDatabase();
    expect(await db.listCollections().toArray()).toEqual([]);
    // A new collection under the old name is empty.
    expect(await db.collection('c').countDocuments()).toBe(0);
    await expect(db.collection('c').indexes()).rejects.toMatchObject({ code: 26 });
  });

  it('conflict as in MongoDB', async () => {
    const c = fresh();
    expect(await c.createIndex({ a: 1, b: -1 }, { name: 'ab' })).toBe('ab');
    await c.createIndex({ a: 1, b: -1 }, { name: 'ab' });
    await expect(c.createIndex({ a: 1, b: -1 }, { name: 'other' })).rejects.toMatchObject({ code: 85 });
    await expect(c.createIndex({ a: 1 }, { name: 'ab' })).rejects.toMatchObject({ code: 86 });
    await expect(c.createIndex({ a: 1, b: -1 }, { name: 'ab', unique: true })).rejects.toMatchObject({
      code: 86,
    });
    await expect(c.dropIndex('none')).rejects.toMatchObject({ code: 27 });
    await expect(c.dropIndex('_id_')).rejects.toMatchObject({ code: 72 });
    for (const options of [
      { sparse: true },
      { expireAfterSeconds: 0 },
      { partialFilterExpression: { a: 1 } },
    ]) {
      await expect(c.createIndex({ z: 1 }, options)).rejects.toMatchObject({ code: 238 });
    }
    await expect(c.createIndex({ z: 'text' })).rejects.toMatchObject({ code: 238 });
    await c.dropIndex('ab');
    expect((await c.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  });

  it('are not built over duplicates, and built beside writers', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 3000 }, (_, n) => ({ n, twice: n >> 1 })));
    await expect(c.createIndex({ twice: 1 }, { unique: true })).rejects.toMatchObject({
      code: 11000,
      keyValue: { twice: 0 },
    });
    expect(await c.indexes()).toHaveLength(1);
    const writing = Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        await c.insertOne({ n: 3000 + i });
        await c.updateOne({ n: i }, { $set: { n: -i - 1 } });
        await c.deleteOne({ n: 1000 + i });
      }),
    );
    await c.createIndex({ n: 1 }, { unique: true });
    await writing;
    const byIndex = await c
      .find({})
      .sort({ n: 1 })
      .hint({ n: 1 })
      .map(({ n }) => n)
      .toArray();
    const byScan = await c
      .find({})
      .hint({ $natural: 1 })
      .map(({ n }) => n)
      .toArray();
    expect(byIndex).toEqual(byScan.sort((a: number, b: number) => a - b));
    expect(byIndex).toHaveLength(3000);
  });

  it('refuse keys that are too long and parallel arrays, and keep the rest of the batch', async () => {
    const c = fresh();
    await c.createIndex({ a: 1, b: 1 });
    const error: any = await c
      .insertMany([{ a: 'x'.repeat(3000) }, { a: [1], b: [1] }, { a: 'fine' }], { ordered: false })
      .catch((e: unknown) => e);
    expect(error.writeErrors.map(({ code }: { code: number }) => code)).toEqual([17280, 171]);
    expect(await c.countDocuments()).toBe(1);
  });
});

describe('what is not supported', () => {
  it('is refused with its name', async () => {
    const c = fresh();
    await expect(test.db.command({ mapReduce: 'x' })).rejects.toMatchObject({
      code: 59,
      message: expect.stringContaining('mapReduce'),
    });
    await expect(test.db.command({ find: 'x', strange: 1 })).rejects.toMatchObject({
      code: 40415,
      message: expect.stringContaining('find.strange'),
    });
    const collated = (collation: object) =>
      c.find({}, { collation: collation as CollationOptions }).toArray();
    await expect(collated({ locale: 'de', strength: 5 })).rejects.toMatchObject({ code: 238 });
    await expect(collated({ locale: 'nowhere' })).rejects.toMatchObject({ codeName: 'BadValue' });
    await expect(c.updateOne({}, [{ $lookup: {} }])).rejects.toMatchObject({ code: 72 });
    await expect(c.find({ $where: '1' }).toArray()).rejects.toMatchObject({ code: 238 });
    await expect(c.createIndex({ a: 1 }, { collation: { locale: 'de' } })).rejects.toMatchObject({
      code: 238,
    });
    await expect(test.db.command({ find: c.collectionName, filter: 5 })).rejects.toMatchObject({ code: 14 });
    await expect(c.insertOne({ _id: { $a: 1 } })).rejects.toMatchObject({ code: 52 });
  });

  it('includes transactions', async () => {
    const c = fresh();
    await test.client.withSession(async (session) => {
      session.startTransaction();
      // The driver puts its own words over the server's.
      await expect(c.insertOne({ a: 1 }, { session })).rejects.toMatchObject({
        originalError: { code: 20, errmsg: expect.stringContaining('has no transactions') },
      });
      await session.abortTransaction().catch(() => undefined);
    });
    expect(await c.countDocuments()).toBe(0);
  });
});

describe('the server', () => {
  it('says what it is', async () => {
    const admin = test.db.admin();
    expect(await admin.command({ buildInfo: 1 })).toMatchObject({
      version: '8.0.0',
      modules: ['ted-embedded'],
    });
    expect(await admin.serverStatus()).toMatchObject({
      opcounters: { insert: expect.any(Number) },
      connections: { current: expect.any(Number) },
    });
    expect(await admin.ping()).toEqual({ ok: 1 });
    expect(await test.db.stats()).toMatchObject({ db: 'test', ok: 1 });
    expect(await admin.command({ hello: 1 })).not.toHaveProperty('setName');
  });

  it('takes writes without an answer (w: 0)', async () => {
    const c = fresh();
    await c.insertOne({ a: 1 }, { writeConcern: { w: 0 } });
    await c.insertOne({ a: 2 });
    expect(await c.countDocuments()).toBe(2);
  });

  it('ends only the connection that sends what is no message', async () => {
    for (const bytes of [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.alloc(64),
      Buffer.from('ffffff7f0000000000000000dd070000', 'hex'),
    ]) {
      const socket = connect(test.server.port, '127.0.0.1');
      socket.resume().write(bytes);
      await once(socket, 'close');
    }
    expect(await fresh().countDocuments()).toBe(0);
  });

  it('refuses documents that are too large or nested too deeply', async () => {
    const c = fresh();
    const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) });
    await expect(c.insertOne(nested(150))).rejects.toMatchObject({ codeName: 'Overflow' });
    await c.insertOne({ _id: 1, text: 'x'.repeat(10_000_000) });
    await expect(c.updateOne({ _id: 1 }, { $set: { more: 'x'.repeat(10_000_000) } })).rejects.toMatchObject({
      code: 10334,
    });
    expect(await c.countDocuments()).toBe(1);
  });

  it('lets others insert while it reads much', async () => {
    const c = fresh();
    for (let i = 0; i < 20; i++)
      await c.insertMany(Array.from({ length: 1000 }, (_, j) => ({ i, j, text: 'x'.repeat(100) })));
    let done = false;
    const reading = c
      .aggregate([
        { $group: { _id: { i: '$i', j: '$j' }, n: { $sum: 1 } } },
        { $sort: { n: 1 } },
        { $limit: 1 },
      ])
      .toArray()
      .then(() => (done = true));
    let inserted = 0;
    while (!done) {
      await fresh().insertOne({});
      inserted++;
    }
    await reading;
    expect(inserted).toBeGreaterThan(3);
  });
});

describe('the data folder', () => {
  it('keeps everything over a restart', async () => {
    const dataDir = newDataDir();
    const first = await startTestServer({ dataDir });
    await first.db.collection('a').createIndex({ k: 1 }, { unique: true });
    await first.db.collection('a').insertMany([{ k: [1, 2] }, { k: Long.fromNumber(3) }]);
    await first.db.collection('gone').insertOne({});
    await first.db.collection('gone').drop();
    await first.stop();
    const second = await startTestServer({ dataDir });
    expect(await second.db.collection('a').find({ k: 2 }).toArray()).toHaveLength(1);
    expect(await second.db.collection('a').estimatedDocumentCount()).toBe(2);
    await expect(second.db.collection('a').insertOne({ k: 2 })).rejects.toMatchObject({ code: 11000 });
    await second.db.collection('a').insertOne({ k: 4 });
    expect((await second.db.listCollections().toArray()).map(({ name }) => name)).toEqual(['a']);
    await second.stop();
  });

  it('belongs to one server at a time', async () => {
    await expect(startEmbeddedMongo({ dataDir: test.dataDir })).rejects.toThrow(
      `in use by another embedded MongoDB server (pid ${process.pid})`,
    );
  });

  it('closes while clients are connected and work', async () => {
    const other = await startTestServer();
    const client = await new MongoClient(other.server.url, { serverSelectionTimeoutMS: 500 }).connect();
    const insertions = Array.from({ length: 50 }, (_, i) =>
      client
        .db('x')
        .collection('y')
        .insertOne({ i })
        .then(
          () => 1,
          () => 0,
        ),
    );
    await other.server.close();
    await Promise.all(insertions);
    await client.close();
    await other.client.close();
  });
});
