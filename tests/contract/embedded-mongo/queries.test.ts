import { Double, Long, ObjectId, type CollationOptions, type Document } from 'mongodb';
import { startTestServer, type TestServer } from './embedded-server.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.stop());
const fresh = () => test.db.collection<any>(`c${new ObjectId().toHexString()}`);

/** Mulberry32: small, and the same numbers for the same seed. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SEED = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000);

describe(`with random data and queries (TEST_SEED=${SEED})`, () => {
  const next = random(SEED);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!;
  /** Few values of many types, so that queries meet them. */
  const scalar = () =>
    pick<any>([
      null,
      0,
      1,
      2,
      3,
      new Double(1),
      new Double(2.5),
      new Double(NaN),
      Long.fromNumber(2),
      'a',
      'b',
      '',
      true,
      new Date(1),
      { x: 1 },
    ]);
  const value = () => (next() < 0.15 ? Array.from({ length: Math.floor(next() * 3) }, scalar) : scalar());
  const document = (i: number): Document => ({
    _id: i,
    ...(next() < 0.9 && { a: value() }),
    ...(next() < 0.9 && { b: scalar() }),
    ...(next() < 0.9 && { c: Math.floor(next() * 5) }),
    n: { d: scalar() },
  });
  const condition = (): any => {
    switch (Math.floor(next() * 6)) {
      case 0:
        return { $in: [scalar(), scalar(), scalar()] };
      case 1:
        return { [pick(['$gt', '$gte', '$lt', '$lte'])]: scalar() };
      case 2:
        return { $gte: pick([0, 1]), $lt: pick([2, 3]) };
      case 3:
        return { [pick(['$ne', '$eq'])]: scalar() };
      case 4:
        return { $exists: next() < 0.5 };
      default:
        return scalar();
    }
  };
  const query = (): Document => {
    const fields = ['a', 'b', 'c', 'n.d'].filter(() => next() < 0.5);
    return Object.fromEntries(fields.map((field) => [field, condition()]));
  };
  const sort = (): any => {
    const fields = ['a', 'b', 'c', 'n.d'].filter(() => next() < 0.4);
    return { ...Object.fromEntries(fields.map((field) => [field, pick([1, -1])])), _id: pick([1, -1]) };
  };

  for (const arrays of [true, false]) {
    it(`indexes change no answer and no order ${arrays ? 'with' : 'without'} arrays`, async () => {
      const [plain, indexed] = [fresh(), fresh()];
      const documents = Array.from({ length: 200 }, (_, i) => document(i)).map((d) =>
        arrays || !Array.isArray(d.a) ? d : { ...d, a: 1 },
      );
      await plain.insertMany(documents);
      await indexed.insertMany(documents.slice(0, 100));
      // Some before, some after the documents.
      await indexed.createIndexes([{ key: { a: 1 } }, { key: { b: 1, a: -1 } }, { key: { c: -1, b: 1 } }]);
      await indexed.insertMany(documents.slice(100));
      await indexed.createIndexes([
        { key: { 'n.d': 1 } },
        { key: { c: 1, 'n.d': -1, _id: 1 }, unique: true },
        { key: { a: -1, c: 1, _id: -1 } },
      ]);
      const hints = (await indexed.indexes()).map(({ name }) => name!);
      for (let i = 0; i < 300; i++) {
        const [filter, order] = [query(), sort()];
        const what = JSON.stringify([filter, order]);
        const expected = await plain
          .find(filter)
          .sort(order)
          .hint({ $natural: 1 })
          .map(({ _id }) => _id)
          .toArray();
        const ids = async (cursor: any) => (await cursor.toArray()).map((d: any) => d._id);
        expect([what, await ids(indexed.find(filter).sort(order))]).toEqual([what, expected]);
        const hint = pick(hints);
        expect([what, hint, await ids(indexed.find(filter).sort(order).hint(hint))]).toEqual([
          what,
          hint,
          expected,
        ]);
        expect([what, await ids(indexed.find(filter).sort(order).skip(2).limit(5))]).toEqual([
          what,
          expected.slice(2, 7),
        ]);
        expect([what, await indexed.countDocuments(filter)]).toEqual([what, expected.length]);
        expect([what, await indexed.countDocuments(filter, { hint })]).toEqual([what, expected.length]);
      }
    });
  }
});

describe('find', () => {
  it('shows the fields asked for', async () => {
    const c = fresh();
    await c.insertOne({ _id: 1, a: { b: 1, c: [{ d: 1, e: 2 }, 5] }, f: 3 });
    const shown = async (projection: Document) => (await c.find({}, { projection }).toArray())[0];
    expect(await shown({ f: 1 })).toEqual({ _id: 1, f: 3 });
    expect(await shown({ _id: 0, 'a.b': 1 })).toEqual({ a: { b: 1 } });
    expect(await shown({ 'a.c.d': 1, _id: 0 })).toEqual({ a: { c: [{ d: 1 }] } });
    expect(await shown({ a: 0 })).toEqual({ _id: 1, f: 3 });
    expect(await shown({ 'a.c.e': 0, f: 0 })).toEqual({ _id: 1, a: { b: 1, c: [{ d: 1 }, 5] } });
    expect(await shown({ _id: 0 })).toEqual({ a: { b: 1, c: [{ d: 1, e: 2 }, 5] }, f: 3 });
    expect(await shown({ _id: 1 })).toEqual({ _id: 1 });
    await expect(shown({ a: 1, f: 0 })).rejects.toMatchObject({ codeName: 'BadValue' });
    expect(await shown({ 'a.c': { $slice: 1 } })).toMatchObject({ a: { b: 1, c: [{ d: 1, e: 2 }] }, f: 3 });
    expect(await shown({ 'a.c': { $slice: [-1, 1] }, f: 0 })).toEqual({ _id: 1, a: { b: 1, c: [5] } });
    expect(await shown({ _id: 0, n: { $add: ['$f', 1] } })).toEqual({ n: 4 });
    await expect(shown({ f: { $meta: 'textScore' } })).rejects.toMatchObject({ codeName: 'NotImplemented' });
  });

  it('shows the elements that match', async () => {
    const c = fresh();
    await c.insertOne({ _id: 1, a: [{ n: 1 }, { n: 2 }, { n: 3 }], b: 5 });
    const shown = async (filter: Document, projection: Document) =>
      (await c.find(filter, { projection }).toArray())[0];
    expect(await shown({ 'a.n': { $gt: 1 } }, { 'a.$': 1 })).toEqual({ _id: 1, a: [{ n: 2 }] });
    expect(await shown({}, { a: { $elemMatch: { n: 3 } } })).toEqual({ _id: 1, a: [{ n: 3 }] });
    expect(await shown({}, { a: { $elemMatch: { n: 4 } } })).toEqual({ _id: 1 });
  });

  it('compares texts as a collation says, whatever index there is', async () => {
    const c = fresh();
    await c.createIndex({ t: 1 });
    await c.insertMany(['b', 'A', 'a', 'B', 'ä', 'file10', 'file9'].map((t, _id) => ({ _id, t })));
    const ids = (filter: Document, collation: CollationOptions) =>
      c
        .find(filter, { collation })
        .sort({ t: 1, _id: 1 })
        .map(({ _id }) => _id)
        .toArray();
    const german = { locale: 'de', strength: 1 };
    expect(await ids({ t: 'A' }, german)).toEqual([1, 2, 4]);
    expect(await ids({ t: 'A' }, { locale: 'de', strength: 2 })).toEqual([1, 2]);
    expect(await ids({ t: { $in: ['b', 'ä'] } }, german)).toEqual([1, 2, 4, 0, 3]);
    expect(await ids({ t: { $gt: 'f' } }, { locale: 'en', numericOrdering: true })).toEqual([6, 5]);
    expect(await c.distinct('t', {}, { collation: german })).toEqual(['b', 'A', 'file10', 'file9']);
    expect((await c.updateMany({ t: 'a' }, { $set: { x: 1 } }, { collation: german })).matchedCount).toBe(3);
    expect(await c.countDocuments({ t: 'Ä' }, { collation: german })).toBe(3);
    const grouped = c.aggregate([{ $group: { _id: '$t' } }], { collation: german }).toArray();
    await expect(grouped).rejects.toMatchObject({ codeName: 'NotImplemented' });
  });

  it('knows the variables of a command', async () => {
    const c = fresh();
    await c.insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 2 },
    ]);
    expect(await c.find({ $expr: { $gt: ['$a', '$$least'] } }, { let: { least: 1 } }).toArray()).toEqual([
      { _id: 2, a: 2 },
    ]);
    await c.updateOne({ _id: 1 }, [{ $set: { a: '$$x', at: '$$NOW' } }], { let: { x: { $add: [1, 2] } } });
    expect(await c.findOne({ _id: 1 })).toEqual({ _id: 1, a: 3, at: expect.any(Date) });
    await expect(c.find({ $expr: '$$none' }).toArray()).rejects.toMatchObject({ code: 17276 });
  });

  it('gives long results in batches, also where documents are large', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 450 }, (_, _id) => ({ _id })));
    expect(
      await c
        .find()
        .batchSize(7)
        .map(({ _id }) => _id)
        .toArray(),
    ).toEqual(Array.from({ length: 450 }, (_, i) => i));
    expect(await c.find().limit(5).batchSize(2).toArray()).toHaveLength(5);
    expect(await c.find().limit(-3).toArray()).toHaveLength(3); // a single batch
    const large = fresh();
    for (let _id = 0; _id < 3; _id++) await large.insertOne({ _id, text: 'x'.repeat(9_000_000) });
    expect(
      await large
        .find()
        .map(({ _id }) => _id)
        .toArray(),
    ).toEqual([0, 1, 2]);
  });

  it('ends a cursor that is killed or whose collection is dropped', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 300 }, (_, _id) => ({ _id })));
    const cursor = c.find().batchSize(10);
    await cursor.next();
    const id = cursor.id!;
    await cursor.close();
    await expect(test.db.command({ getMore: id, collection: c.collectionName })).rejects.toMatchObject({
      code: 43,
      codeName: 'CursorNotFound',
    });
    const other = c.find().batchSize(10);
    await other.next();
    await c.drop();
    expect((await other.toArray()).length).toBeLessThan(300);
  });

  it('gives up when its time is over', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 20_000 }, (_, i) => ({ i, text: 'x'.repeat(50) })));
    await expect(c.find({ text: /y/ }).maxTimeMS(1).toArray()).rejects.toMatchObject({ code: 50 });
  });
});

describe('the planner', () => {
  it('reads in the order of an index what may not fit into the memory of a sort', async () => {
    const c = fresh();
    await c.createIndexes([{ key: { feed: 1, game: 1 }, unique: true }, { key: { at: 1 } }]);
    const COUNT = 66_000;
    const document = (i: number) => ({ feed: 'rugs', game: COUNT - i, at: new Date(i) });
    await c.insertMany(Array.from({ length: COUNT }, (_, i) => document(i)));
    const { queryPlanner } = await c.find({ feed: 'rugs' }).sort({ at: 1 }).explain('queryPlanner');
    expect(queryPlanner.winningPlan).toMatchObject({ stage: 'FETCH', inputStage: { indexName: 'at_1' } });
  });

  it('takes the index that reads least', async () => {
    const c = fresh();
    await c.createIndexes([{ key: { feed: 1, game: 1 }, unique: true }, { key: { at: 1 } }]);
    await c.insertMany(
      Array.from({ length: 2000 }, (_, i) => ({
        feed: i % 100 === 0 ? 'rare' : 'rugs',
        game: i,
        at: new Date(i),
      })),
    );
    const planOf = async (filter: Document, sort: any = {}, limit = 0) => {
      const { queryPlanner } = await c.find(filter).sort(sort).limit(limit).explain('queryPlanner');
      const stages: string[] = [];
      for (let plan = queryPlanner.winningPlan; plan; plan = plan.inputStage)
        stages.push(plan.indexName ?? plan.stage);
      return stages.join(' < ');
    };
    expect(await planOf({ feed: 'rugs', game: 5 })).toBe('FETCH < feed_1_game_1');
    expect(await planOf({ feed: 'rugs', at: { $gte: new Date(1990) } })).toBe('FETCH < at_1');
    expect(await planOf({ feed: 'rare', at: { $gte: new Date(100) } })).toBe('FETCH < feed_1_game_1');
    expect(await planOf({ feed: 'rugs' }, { at: 1 }, 1)).toBe('FETCH < at_1');
    expect(await planOf({ feed: 'rare' }, { at: 1 })).toBe('SORT < FETCH < feed_1_game_1');
    expect(await planOf({ feed: 'rugs' }, { game: -1 }, 5)).toBe('FETCH < feed_1_game_1');
    expect(await planOf({}, { at: -1 }, 5)).toBe('FETCH < at_1');
    expect(await planOf({ other: 1 })).toBe('COLLSCAN');
    const [stats] = await c.aggregate([{ $indexStats: {} }, { $match: { name: 'at_1' } }]).toArray();
    expect(stats).toMatchObject({ key: { at: 1 }, accesses: { ops: 0, since: expect.any(Date) } });
  });
});

describe('distinct and count', () => {
  it('see elements of arrays, and every value once', async () => {
    const c = fresh();
    await c.insertMany([
      { a: 1 },
      { a: new Double(1) },
      { a: [2, 3] },
      { a: 'x' },
      {},
      { a: null },
      { a: [] },
    ]);
    expect(await c.distinct('a')).toEqual([1, 2, 3, 'x', null]);
    expect(await c.distinct('a', { a: { $gt: 1 } })).toEqual([2, 3]);
    expect(await c.estimatedDocumentCount()).toBe(7);
    expect(await c.countDocuments({ a: 1 }, { limit: 1 })).toBe(1);
    expect(await c.countDocuments({ a: 9 })).toBe(0);
  });

  it('jump through an index', async () => {
    const c = fresh();
    await c.createIndex({ feed: -1, n: 1 });
    await c.insertMany(Array.from({ length: 1000 }, (_, n) => ({ feed: ['a', 'b', 'c'][n % 3], n })));
    expect((await c.distinct('feed')).sort()).toEqual(['a', 'b', 'c']);
    await c.insertMany([{ n: 1 }, { n: 2, feed: null }]);
    expect(await c.distinct('feed')).toHaveLength(4);
  });
});
