import { migrate, storeBatch, type Database } from '@ted/storage';
import { dropDatabase, freshMongoUrl, openDatabase } from '../../support/database.ts';
import {
  AT,
  batchOf,
  ended,
  prediction,
  progress,
  revealed,
  sideBet,
  started,
  tickSample,
} from '../../support/records.ts';

const always = async () => undefined;

/** What went over the wire since it was last asked: the commands, and how many documents came back. */
let wire: { command: string; collection: string; documents: number }[] = [];
let database: Database;
beforeAll(async () => {
  const url = new URL(freshMongoUrl());
  await migrate({ mongoUrl: url.toString(), checkOnly: false, log: () => undefined });
  url.searchParams.set('monitorCommands', 'true');
  database = await openDatabase(url.toString());
  database.connection.getClient().on('commandSucceeded', ({ commandName, reply }) => {
    const { cursor } = reply as { cursor?: { ns: string; firstBatch?: unknown[]; nextBatch?: unknown[] } };
    wire.push({
      command: commandName,
      collection: cursor?.ns.replace(/^[^.]*\./, '') ?? '',
      documents: (cursor?.firstBatch ?? cursor?.nextBatch ?? []).length,
    });
  });
});
afterAll(() => dropDatabase(database));
afterEach(async () => {
  for (const model of Object.values(database.models)) await model.collection.deleteMany({});
});

const store = (list: readonly unknown[]) => storeBatch(database, batchOf(list), always);
const gameOf = (game_id: string) => database.models.games.findOne({ game_id }).lean();
const bets = () => database.models.side_bets.find({}).sort({ placed_at_tick: 1 }).lean();

describe('a game that was followed to its end', () => {
  it('has no field that is never filled [defect 4]', async () => {
    await store([
      started('a'),
      progress('a', 40, 3.5),
      prediction('a', 0),
      sideBet('a', 70),
      ended('a', 100, { patterns_detected: ['moonshot'] }),
      revealed('a', 100),
    ]);
    const game = (await gameOf('a'))!;
    const empty = Object.entries(game).filter(
      ([, value]) => value === null || value === '' || (Array.isArray(value) && value.length === 0),
    );
    expect(empty).toEqual([]);
    expect(game).toMatchObject({ peak_price: 3.5, patterns_detected: ['moonshot'] });
    // The remainder of the treasury cannot be known from the feed: no field pretends to hold it.
    expect(Object.keys(game).filter((name) => /treasury/i.test(name))).toEqual([]);
  });

  it('is there with its end although its start could not be stored [defect 20]', async () => {
    const { deadLetters } = await store([
      { ...(started('a') as object), start_tick: -1 },
      prediction('a', 10),
      ended('a', 100),
    ]);
    expect(deadLetters).toBe(1);
    expect(await gameOf('a')).toMatchObject({ status: 'ended', end_tick: 100, start_tick: 0 });
    expect(await database.models.predictions.findOne({}).lean()).toMatchObject({ actual_end_tick: 100 });
  });

  it('has each of its side bets graded, not only the first [defect 10]', async () => {
    await store([started('a'), ...[0, 44, 88, 132].map((tick) => sideBet('a', tick))]);
    await store([ended('a', 100)]);
    expect(
      (await bets()).map(({ placed_at_tick, actual_outcome }) => [placed_at_tick, actual_outcome]),
    ).toEqual([
      [0, 'LOST'],
      [44, 'LOST'],
      [88, 'WON'],
      // Placed after the end was known to nobody: it cannot win.
      [132, 'LOST'],
    ]);
  });
});

describe('a restart of ingest in the middle of a game', () => {
  it('lowers neither the stored peak nor the start, and makes the game no younger [defect 8]', async () => {
    await store([
      started('a', { peak_price: 1 }),
      progress('a', 40, 7.5),
      prediction('a', 0),
      sideBet('a', 20),
    ]);
    // It comes back at tick 60, has not seen the peak, and knows nothing of what was said before.
    await store([
      started('a', { start_tick: 60, peak_price: 1.2, peak_tick: 60, created_at: AT + 15_000 }),
      prediction('a', 60, { created_at: AT + 15_000 }),
      progress('a', 80, 1.3),
    ]);
    expect(await gameOf('a')).toMatchObject({
      status: 'running',
      start_tick: 0,
      last_tick: 80,
      peak_price: 7.5,
      created_at: new Date(AT),
    });
    await store([ended('a', 100, { start_tick: 60, peak_price: 1.3, peak_tick: 80 })]);
    expect(await gameOf('a')).toMatchObject({
      status: 'ended',
      start_tick: 0,
      peak_price: 7.5,
      created_at: new Date(AT),
      duration_ticks: 100,
    });
    expect(await database.models.predictions.countDocuments({ resolved: true })).toBe(2);
    expect(await bets()).toMatchObject([{ actual_outcome: 'LOST' }]);
  });

  it('leaves a start tick other than 0 for a game that nobody saw from its beginning [defect 8]', async () => {
    await store([started('a', { start_tick: 37 }), ended('a', 100, { start_tick: 37 })]);
    expect(await gameOf('a')).toMatchObject({ start_tick: 37, end_tick: 100 });
  });
});

describe('what storing costs', () => {
  /** Games with so many open predictions and bets each, stored but not ended. */
  async function openGames(names: readonly string[], predictions: number): Promise<void> {
    for (const name of names) {
      const list = Array.from({ length: predictions }, (_, i) => prediction(name, i * 10));
      await store([started(name), ...list, sideBet(name, 0), sideBet(name, 44)]);
    }
  }
  async function wireOf(work: () => Promise<unknown>): Promise<typeof wire> {
    wire = [];
    await work();
    return [...wire];
  }
  const documents = (messages: typeof wire) => messages.reduce((sum, message) => sum + message.documents, 0);

  it('is the same few commands for a batch of many ticks as for one [defect 5]', async () => {
    const batch = (ticks: number) =>
      Array.from({ length: ticks }, (_, i) => [tickSample('a', i * 10), prediction('a', i * 10)]).flat();
    await store([started('a')]);
    const few = await wireOf(() => store([started('b'), ...batch(1)]));
    const many = await wireOf(() => store([started('b'), ...batch(100)]));
    expect(many.length).toBe(few.length);
    expect(few.length).toBeLessThan(10);
  });

  it('is the same few commands for the outcomes of a long game as for those of a short one, and reads that game alone [defect 5]', async () => {
    await openGames(
      Array.from({ length: 20 }, (_, i) => `other-${i}`),
      20,
    );
    await openGames(['short'], 2);
    await openGames(['long'], 80);
    const short = await wireOf(() => store([ended('short', 100)]));
    const long = await wireOf(() => store([ended('long', 1000)]));
    expect(await database.models.predictions.countDocuments({ resolved: true })).toBe(82);
    expect(long.length).toBe(short.length);
    // The game, its predictions and its bets; of the 400 open predictions of other games, none.
    expect(documents(short)).toBeLessThan(20);
    expect(documents(long)).toBeLessThan(100);
  });
});

it('a restart in mid-game keeps the count of side bets and that there were predictions [defect 8]', async () => {
  await store([started('a'), prediction('a', 0), sideBet('a', 20)]);
  // The new process has recommended nothing and predicted nothing before the rug.
  await store([
    started('a', { start_tick: 99 }),
    ended('a', 100, { start_tick: 99, side_bets_placed: 0, had_predictions: false }),
  ]);
  expect(await database.models.games.findOne({ game_id: 'a' }).lean()).toMatchObject({
    side_bets_placed: 1,
    had_predictions: true,
  });
});
