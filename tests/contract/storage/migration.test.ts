import { MongoClient, type Db } from 'mongodb';
import { migrate, storeBatch } from '@ted/storage';
import { freshMongoUrl, openDatabase } from '../../support/database.ts';
import { batchOf, started } from '../../support/records.ts';

let url: string;
let client: MongoClient;
let db: Db;
beforeEach(async () => {
  url = freshMongoUrl();
  client = await MongoClient.connect(url);
  db = client.db();
});
afterEach(async () => {
  await db.dropDatabase();
  await client.close();
});

async function run(checkOnly: boolean) {
  const lines: string[] = [];
  const report = await migrate({ mongoUrl: url, checkOnly, log: (line) => lines.push(line) });
  return { lines, report };
}
const namesOf = async () => (await db.listCollections().toArray()).map(({ name }) => name).sort();

describe('on an empty database', () => {
  it('--check-only writes nothing and says that it is not ready [defect 23]', async () => {
    const { report, lines } = await run(true);
    expect(report.ready).toBe(false);
    expect(lines).toContain('✗ Collection missing: games');
    expect(await namesOf()).toEqual([]);
  });

  it('creates collections and indexes with the guide’s lines; a second run changes nothing', async () => {
    const { report, lines } = await run(false);
    expect(report.ready).toBe(true);
    expect(lines[0]).toBe('✓ MongoDB connection successful');
    for (const name of ['games', 'predictions', 'side_bets', 'metrics_hourly', 'tick_samples']) {
      expect(lines).toContain(`✓ Created collection: ${name}`);
      const indexes = await db.collection(name).indexes();
      expect(indexes.some((index) => index.unique)).toBe(true);
      expect(indexes.some((index) => 'created_at' in index.key)).toBe(true);
    }
    expect(lines.slice(-3)).toEqual([
      '✓ Created indexes for all collections',
      '✓ Database verification complete',
      '✓ Migration completed successfully!',
    ]);
    const names = await namesOf();
    expect((await run(true)).report.ready).toBe(true);
    expect((await run(false)).lines.some((line) => line.includes('Created'))).toBe(false);
    expect(await namesOf()).toEqual(names);
  });
});

it.each([
  ['predictions', { feed: 1, game_id: 1, predicted_at_tick: 1, model_version: 1, ingest_id: 1 }],
  ['side_bets', { created_at: 1 }],
  ['metrics_hourly', { feed: 1, hour_start: 1 }],
])(
  '--check-only sees that %s has lost an index, says which, and leaves it so [defect 23]',
  async (name, key) => {
    await run(false);
    const indexName = Object.entries(key).flat().join('_');
    await db.collection(name).dropIndex(indexName);
    const before = await db.collection(name).indexes();
    const { report, lines } = await run(true);
    expect(report).toMatchObject({ ready: false, missing_collections: [] });
    expect(report.missing_indexes).toEqual([expect.stringContaining(`${name}.${indexName}`)]);
    expect(lines).toContain(`✗ Index missing: ${report.missing_indexes[0]}`);
    expect(await db.collection(name).indexes()).toEqual(before);
    expect((await run(false)).report.ready).toBe(true);
  },
);

it('--check-only does not take a plain index for a unique one [defect 6] [defect 23]', async () => {
  await run(false);
  await db.collection('side_bets').dropIndex('feed_1_game_id_1_placed_at_tick_1_ingest_id_1');
  await db.collection('side_bets').createIndex({ feed: 1, game_id: 1, placed_at_tick: 1, ingest_id: 1 });
  expect((await run(true)).report).toMatchObject({
    ready: false,
    missing_indexes: ['side_bets.feed_1_game_id_1_placed_at_tick_1_ingest_id_1 (unique)'],
  });
});

describe('on a database that the original wrote', () => {
  const at = new Date('2025-10-01T10:00:00Z');
  beforeEach(async () => {
    await db.collection('games').insertMany([
      {
        game_id: 'g1',
        start_tick: 0,
        end_tick: 120,
        peak_price: 2,
        end_price: 0.01,
        created_at: at,
        updated_at: at,
      },
      { game_id: 'g1', start_tick: 0, peak_price: 1, created_at: at, updated_at: at },
      { game_id: 'g2', start_tick: 0, created_at: '2025-10-01T11:00:00' },
      { start_tick: 0, created_at: at },
    ]);
    const p = {
      game_id: 'g1',
      predicted_at_tick: 5,
      predicted_tick: 90,
      model_version: 'v1',
      created_at: at,
    };
    await db
      .collection('predictions')
      .insertMany([{ ...p }, { ...p, actual_end_tick: 120 }, { ...p, predicted_at_tick: 6 }]);
    await db.collection('side_bets').insertMany([
      { game_id: 'g1', placed_at_tick: 50, window_end_tick: 90, actual_outcome: 'PENDING', created_at: at },
      { game_id: 'g1', placed_at_tick: 50, window_end_tick: 90, actual_outcome: 'LOST', created_at: at },
    ]);
  });

  it('reports and writes nothing with --check-only [defect 23]', async () => {
    const before = JSON.stringify(await db.collection('games').find().toArray());
    const { report } = await run(true);
    expect(report).toMatchObject({
      ready: false,
      to_rename: { games: 4, predictions: 3 },
      to_remove: { games: 2, predictions: 1, side_bets: 1 },
    });
    expect(JSON.stringify(await db.collection('games').find().toArray())).toBe(before);
    expect(await namesOf()).toEqual(['games', 'predictions', 'side_bets']);
  });

  it('renames, keeps the better one of duplicates, and keeps a copy of everything that changes [defect 6]', async () => {
    const original = await db.collection('games').find().sort({ _id: 1 }).toArray();
    expect((await run(false)).report.ready).toBe(true);
    const games = await db.collection('games').find().sort({ game_id: 1 }).toArray();
    expect(games).toMatchObject([
      { feed: 'rugs', game_id: 'g1', status: 'ended', end_tick: 120, final_price: 0.01 },
      { feed: 'rugs', game_id: 'g2', status: 'abandoned', created_at: new Date('2025-10-01T11:00:00Z') },
    ]);
    expect(games[0]).not.toHaveProperty('end_price');
    expect(await db.collection('games_before_migration').find().sort({ _id: 1 }).toArray()).toEqual(original);
    const predictions = await db.collection('predictions').find().sort({ predicted_at_tick: 1 }).toArray();
    expect(predictions).toMatchObject([
      { predicted_at_tick: 5, predicted_end_tick: 90, actual_end_tick: 120, ingest_id: 'original' },
      { predicted_at_tick: 6, predicted_end_tick: 90 },
    ]);
    expect(await db.collection('side_bets').find().toArray()).toMatchObject([{ actual_outcome: 'LOST' }]);
  });

  it('changes nothing the second time, and TED can store into it', async () => {
    await run(false);
    const snapshot = async () =>
      JSON.stringify(
        await Promise.all(
          (await namesOf()).map((name) => db.collection(name).find().sort({ _id: 1 }).toArray()),
        ),
      );
    const before = await snapshot();
    await run(false);
    expect(await snapshot()).toBe(before);
    const database = await openDatabase(url);
    await storeBatch(database, batchOf([started('g1')]), async () => undefined);
    await database.close();
    expect(await db.collection('games').countDocuments({ game_id: 'g1' })).toBe(2);
  });
});

it('says clearly when MongoDB cannot be reached', async () => {
  const mongoUrl = 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=300';
  await expect(migrate({ mongoUrl, checkOnly: true, log: () => undefined })).rejects.toThrow(
    /^MongoDB connection failed: /,
  );
});
