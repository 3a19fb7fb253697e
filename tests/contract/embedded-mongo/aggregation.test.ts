import { Double, ObjectId } from 'mongodb';
import { startTestServer, type TestServer } from './embedded-server.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.stop());
const fresh = () => test.db.collection<any>(`c${new ObjectId().toHexString()}`);

async function games() {
  const c = fresh();
  await c.createIndex({ at: 1 });
  await c.insertMany([
    { _id: 1, feed: 'rugs', at: new Date(1), tick: 100, price: 1.5, tags: ['a', 'b'] },
    { _id: 2, feed: 'rugs', at: new Date(2), tick: 200, price: 2.5, tags: [] },
    { _id: 3, feed: 'replay', at: new Date(3), tick: 300, price: null, tags: ['a'] },
    { _id: 4, feed: 'rugs', at: new Date(4), tick: 400 },
  ]);
  return c;
}

describe('aggregate', () => {
  it('groups', async () => {
    const c = await games();
    const byFeed = await c
      .aggregate([
        { $match: { at: { $gte: new Date(1) } } },
        {
          $group: {
            _id: '$feed',
            n: { $sum: 1 },
            ticks: { $sum: '$tick' },
            mean: { $avg: '$price' },
            least: { $min: '$tick' },
            most: { $max: '$price' },
            first: { $first: '$_id' },
            last: { $last: '$_id' },
            all: { $push: '$tick' },
            prices: { $addToSet: '$price' },
            count: { $count: {} },
          },
        },
        { $sort: { _id: -1 } },
      ])
      .toArray();
    expect(byFeed).toEqual([
      {
        _id: 'rugs',
        n: 3,
        ticks: 700,
        mean: 2,
        least: 100,
        most: 2.5,
        first: 1,
        last: 4,
        all: [100, 200, 400],
        prices: [1.5, 2.5],
        count: 3,
      },
      {
        _id: 'replay',
        n: 1,
        ticks: 300,
        mean: null,
        least: 300,
        most: null,
        first: 3,
        last: 3,
        all: [300],
        prices: [null],
        count: 1,
      },
    ]);
    expect(
      await c.aggregate([{ $group: { _id: null, total: { $sum: { $multiply: ['$tick', 2] } } } }]).toArray(),
    ).toEqual([{ _id: null, total: 2000 }]);
    expect(
      await c
        .aggregate([{ $group: { _id: { feed: '$feed', none: '$none' } } }, { $sort: { '_id.feed': 1 } }])
        .toArray(),
    ).toEqual([{ _id: { feed: 'replay' } }, { _id: { feed: 'rugs' } }]);
    expect(
      await c.aggregate([{ $match: { feed: 'none' } }, { $group: { _id: null, n: { $sum: 1 } } }]).toArray(),
    ).toEqual([]);
  });

  it('puts equal numbers of different types into one group', async () => {
    const c = fresh();
    await c.insertMany([{ k: 1 }, { k: new Double(1) }]);
    expect(await c.aggregate([{ $group: { _id: '$k', n: { $sum: 1 } } }]).toArray()).toEqual([
      { _id: 1, n: 2 },
    ]);
  });

  it('sorts, skips, limits, counts', async () => {
    const c = await games();
    const ids = async (...stages: object[]) => (await c.aggregate(stages).toArray()).map(({ _id }) => _id);
    expect(await ids({ $sort: { tick: -1 } }, { $skip: 1 }, { $limit: 2 })).toEqual([3, 2]);
    expect(await ids({ $limit: 3 }, { $skip: 1 })).toEqual([2, 3]);
    expect(await ids({ $limit: 2 }, { $match: { feed: 'rugs' } }, { $sort: { _id: -1 } })).toEqual([2, 1]);
    expect(await c.aggregate([{ $match: { at: { $gt: new Date(1) } } }, { $count: 'n' }]).toArray()).toEqual([
      { n: 3 },
    ]);
    expect(await c.aggregate([{ $match: { at: { $gt: new Date(9) } } }, { $count: 'n' }]).toArray()).toEqual(
      [],
    );
    expect(await c.aggregate([{ $collStats: { count: {} } }]).toArray()).toMatchObject([{ count: 4 }]);
  });

  it('projects, adds fields and unwinds', async () => {
    const c = await games();
    const first = async (...stages: object[]) =>
      (await c.aggregate([{ $match: { _id: 1 } }, ...stages]).toArray())[0];
    expect(await first({ $project: { feed: 1, half: { $divide: ['$tick', 2] }, 'a.b': '$price' } })).toEqual({
      _id: 1,
      feed: 'rugs',
      half: 50,
      a: { b: 1.5 },
    });
    expect(await first({ $project: { _id: 0, renamed: '$tick' } })).toEqual({ renamed: 100 });
    expect(await first({ $project: { _id: '$tick' } })).toEqual({ _id: 100 });
    expect(await first({ $project: { at: 0, tags: 0, price: 0 } })).toEqual({
      _id: 1,
      feed: 'rugs',
      tick: 100,
    });
    expect(
      await first({ $addFields: { 'new.x': { $add: ['$tick', 1] } } }, { $project: { new: 1, _id: 0 } }),
    ).toEqual({ new: { x: 101 } });
    await expect(first({ $project: { feed: 0, x: '$tick' } })).rejects.toMatchObject({
      codeName: 'BadValue',
    });
    const unwound = (unwind: unknown) =>
      c.aggregate([{ $unwind: unwind }, { $project: { tags: 1, i: 1 } }]).toArray();
    expect(await unwound('$tags')).toEqual([
      { _id: 1, tags: 'a' },
      { _id: 1, tags: 'b' },
      { _id: 3, tags: 'a' },
    ]);
    expect(
      await unwound({ path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' }),
    ).toEqual([
      { _id: 1, tags: 'a', i: 0 },
      { _id: 1, tags: 'b', i: 1 },
      { _id: 2, i: null },
      { _id: 3, tags: 'a', i: 0 },
      { _id: 4, i: null },
    ]);
  });

  it('refuses by name what it does not know', async () => {
    const c = await games();
    const refused = (...stages: object[]) => expect(c.aggregate(stages).toArray()).rejects;
    await refused({ $lookup: {} }).toMatchObject({ code: 238, message: expect.stringContaining('$lookup') });
    await refused({ $group: { _id: null, m: { $median: {} } } }).toMatchObject({
      code: 238,
      message: expect.stringContaining('$median'),
    });
    await refused({ $match: { $expr: { $function: {} } } }).toMatchObject({
      code: 238,
      message: expect.stringContaining('$function'),
    });
    await refused({ $out: 'x' }, { $match: {} }).toMatchObject({ code: 40601 });
    await refused({ $group: { n: { $sum: 1 } } }).toMatchObject({ codeName: 'FailedToParse' });
  });

  it('replaces documents by others', async () => {
    const c = await games();
    expect(
      await c
        .aggregate([
          { $match: { _id: 1 } },
          { $replaceRoot: { newRoot: { $mergeObjects: ['$$ROOT', { price: 9 }] } } },
          { $unset: ['at', 'tags'] },
        ])
        .toArray(),
    ).toEqual([{ _id: 1, feed: 'rugs', tick: 100, price: 9 }]);
    expect(await c.aggregate([{ $sortByCount: '$feed' }]).toArray()).toEqual([
      { _id: 'rugs', count: 3 },
      { _id: 'replay', count: 1 },
    ]);
    expect(await c.aggregate([{ $sample: { size: 3 } }]).toArray()).toHaveLength(3);
  });

  it('writes its results into a collection: all of them ($out) or one by one ($merge)', async () => {
    const c = await games();
    const target = fresh();
    await target.createIndex({ feed: 1 }, { unique: true });
    await target.insertOne({ _id: 'old', feed: 'x' });
    const count = { $group: { _id: '$feed', feed: { $first: '$feed' }, n: { $sum: 1 } } };
    expect(await c.aggregate([count, { $out: target.collectionName }]).toArray()).toEqual([]);
    expect(await target.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'replay', feed: 'replay', n: 1 },
      { _id: 'rugs', feed: 'rugs', n: 3 },
    ]);
    expect(await target.indexExists('feed_1')).toBe(true);
    // A result that cannot be stored leaves the old collection as it is.
    const twice = [{ $project: { feed: 'same' } }, { $out: target.collectionName }];
    await expect(c.aggregate(twice).toArray()).rejects.toMatchObject({ code: 11000 });
    expect(await target.countDocuments()).toBe(2);

    const merged = {
      into: target.collectionName,
      on: 'feed',
      whenMatched: 'merge',
      whenNotMatched: 'discard',
    };
    const latest = { $group: { _id: '$feed', last: { $max: '$tick' } } };
    const named = { $project: { _id: 0, feed: '$_id', last: 1 } };
    await c.aggregate([latest, named, { $merge: merged }]).toArray();
    expect(await target.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'replay', feed: 'replay', n: 1, last: 300 },
      { _id: 'rugs', feed: 'rugs', n: 3, last: 400 },
    ]);
    const added = { ...merged, whenMatched: [{ $set: { n: { $add: ['$n', '$$new.n'] } } }] };
    await c.aggregate([count, { $unset: '_id' }, { $merge: added }]).toArray();
    expect((await target.distinct('n')).sort()).toEqual([2, 6]);
    await expect(c.aggregate([{ $merge: { ...merged, on: 'n' } }]).toArray()).rejects.toMatchObject({
      code: 51183,
    });
  });

  it('reads through views, which cannot be written', async () => {
    const c = await games();
    const name = `${c.collectionName}_view`;
    const view = await test.db.createCollection<any>(name, {
      viewOn: c.collectionName,
      pipeline: [{ $match: { feed: 'rugs' } }, { $project: { tick: 1 } }],
    });
    expect(
      await view
        .find({ tick: { $gt: 100 } })
        .sort({ tick: -1 })
        .limit(1)
        .toArray(),
    ).toEqual([{ _id: 4, tick: 400 }]);
    expect(await view.countDocuments()).toBe(3);
    expect(await view.estimatedDocumentCount()).toBe(3);
    expect(await view.distinct('tick')).toEqual([100, 200, 400]);
    expect(await view.aggregate([{ $group: { _id: null, sum: { $sum: '$tick' } } }]).toArray()).toEqual([
      { _id: null, sum: 700 },
    ]);
    await expect(view.insertOne({})).rejects.toMatchObject({ code: 166 });
    expect(await test.db.listCollections({ name }).toArray()).toMatchObject([{ type: 'view' }]);
    await view.drop();
    expect(await test.db.listCollections({ name }).toArray()).toEqual([]);
  });
});
