import { storeBatch, type Database } from '@ted/storage';
import { BSON } from 'mongodb';
import { dropDatabase, freshDatabase } from '../../support/database.ts';
import * as records from '../../support/records.ts';

const { abandoned, batchOf, ended, prediction, progress, revealed, sideBet, started, tickSample } = records;
const always = async () => undefined;

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => dropDatabase(database));
afterEach(async () => {
  for (const model of Object.values(database.models)) await model.collection.deleteMany({});
});

const store = (list: readonly unknown[]) => storeBatch(database, batchOf(list), always);
const gameOf = (game_id: string) => database.models.games.findOne({ game_id }).lean();

const wholeGame = [
  started('a'),
  progress('a', 40, 2.1),
  progress('a', 80, 2.5),
  ended('a', 100),
  revealed('a', 100),
  prediction('a', 0),
  prediction('a', 10),
  prediction('a', 99, { last_before_end: true }),
  sideBet('a', 70),
  tickSample('a', 10),
];

/** Everything that is stored, without what differs by nature (ids). */
async function contents(): Promise<unknown> {
  const all: Record<string, unknown> = {};
  for (const name of ['games', 'predictions', 'side_bets', 'tick_samples'] as const) {
    const documents = await (database.models[name] as typeof database.models.games)
      .find({}, { _id: 0 })
      .lean();
    all[name] = documents
      .map((document) =>
        JSON.stringify(
          document,
          Object.keys(document).concat('lower', 'upper', 'e40', 'signed_error').sort(),
        ),
      )
      .sort();
  }
  return all;
}

/** Deterministic shuffle (a linear congruential generator), so that a failure can be repeated from its seed. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const result = [...list];
  let state = seed;
  for (let i = result.length - 1; i > 0; i--) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const j = state % (i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

it('stores each record under its natural key, and a repetition changes nothing [defect 3] [defect 6]', async () => {
  const first = await store(wholeGame);
  expect(first).toMatchObject({ saved: { predictions: 3, side_bets: 1, tick_samples: 1 }, deadLetters: 0 });
  const before = await contents();
  const again = await store(wholeGame);
  expect(Object.values(again.saved).reduce((a, b) => a + b, 0)).toBe(0);
  expect(await contents()).toEqual(before);
});

it('keeps the original’s field names and true values [defect 1] [defect 4]', async () => {
  await store(wholeGame);
  expect(await gameOf('a')).toMatchObject({
    feed: 'simulated',
    status: 'ended',
    start_tick: 0,
    end_tick: 100,
    duration_ticks: 100,
    peak_price: 2.5,
    final_price: 0.01,
    had_predictions: true,
    side_bets_placed: 1,
    server_seed: 'seed',
    prediction_accuracy: 39 / 40,
  });
  expect(await database.models.predictions.findOne({ predicted_at_tick: 0 }).lean()).toMatchObject({
    actual_end_tick: 100,
    resolved: true,
    in_interval: true,
    rugged_within_40: false,
    error_metrics: { raw_error: 39, signed_error: 39, absolute_error: 39, e40: 39 / 40, within_windows: 1 },
  });
  expect(await database.models.side_bets.findOne({}).lean()).toMatchObject({
    actual_outcome: 'WON',
    payout: 4,
    window_end_tick: 110,
  });
  expect(await database.models.tick_samples.findOne({}).lean()).toMatchObject({
    tick: 10,
    features: { ema10: 1.4 },
  });
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'any order of arrival in any batches gives the same documents (seed %i)',
  async (seed) => {
    await store(wholeGame);
    const expected = await contents();
    for (const model of Object.values(database.models)) await model.collection.deleteMany({});
    const order = shuffled(wholeGame, seed);
    for (let i = 0; i < order.length; i += 1 + (seed % 3)) await store(order.slice(i, i + 1 + (seed % 3)));
    expect(await contents()).toEqual(expected);
  },
);

it('of eight replicas that store the same new records at once, none loses anything [defect 6]', async () => {
  const batches = [wholeGame, [...wholeGame].reverse(), [progress('a', 60, 9)], [ended('a', 100)]];
  await Promise.all([...batches, ...batches].map(store));
  expect(await database.models.games.countDocuments({})).toBe(1);
  expect(await database.models.predictions.countDocuments({})).toBe(3);
  expect(await gameOf('a')).toMatchObject({ end_tick: 100, peak_price: 9, start_tick: 0 });
  expect(await database.models.predictions.countDocuments({ resolved: false })).toBe(0);
});

it.each([
  [101, 'WON', 4],
  [140, 'WON', 4],
  [141, 'LOST', -1],
])('a side bet of tick 100 with the end at %i is %s [defect 10]', async (endTick, outcome, payout) => {
  await store([sideBet('a', 100), started('a'), ended('a', endTick)]);
  expect(await database.models.side_bets.findOne({}).lean()).toMatchObject({
    actual_outcome: outcome,
    payout,
    resolved: true,
  });
});

it('voids what is open of an abandoned game, and scores it when the end comes after all', async () => {
  await store([started('a'), prediction('a', 0), sideBet('a', 70), abandoned('a', 80)]);
  expect(await gameOf('a')).toMatchObject({ status: 'abandoned', last_tick: 80 });
  expect(await database.models.side_bets.findOne({}).lean()).toMatchObject({
    actual_outcome: 'VOID',
    payout: null,
    resolved: true,
    void: true,
  });
  expect(await database.models.predictions.findOne({}).lean()).toMatchObject({
    resolved: true,
    void: true,
    actual_end_tick: null,
    error_metrics: null,
  });
  await store([revealed('a', 100)]);
  expect(await gameOf('a')).toMatchObject({ status: 'ended', end_tick: 100 });
  expect(await database.models.side_bets.findOne({}).lean()).toMatchObject({
    actual_outcome: 'WON',
    payout: 4,
  });
  expect(await database.models.predictions.findOne({}).lean()).toMatchObject({
    actual_end_tick: 100,
    void: false,
  });
});

it('leaves nothing open or void when a game’s end and its giving up are stored at the same moment', async () => {
  for (let round = 0; round < 20; round++) {
    const id = `race-${round}`;
    const batches = [
      [started(id), prediction(id, 0), abandoned(id, 80)],
      [prediction(id, 10), sideBet(id, 70)],
      [ended(id, 100), prediction(id, 20)],
      [abandoned(id, 80)],
    ];
    await Promise.all(shuffled(batches, round).map(store));
  }
  const closed = { resolved: true, void: false };
  expect(await database.models.predictions.countDocuments(closed)).toBe(60);
  expect(await database.models.side_bets.countDocuments({ ...closed, actual_outcome: 'WON' })).toBe(20);
});

it('sets a game’s end once: a later word does not change it', async () => {
  await store([started('a'), ended('a', 100)]);
  await store([ended('a', 107)]);
  expect(await gameOf('a')).toMatchObject({ end_tick: 100, status: 'ended' });
});

it('puts a bad record alone into the dead letters, once [defect 1]', async () => {
  const batch = batchOf([
    started('a'),
    { ...prediction('a', 0), confidence: 7 },
    { kind: 'unheard of' },
    null,
    tickSample('a', 10),
  ]);
  for (let i = 0; i < 2; i++) expect((await storeBatch(database, batch, always)).deadLetters).toBe(3);
  const letters = await database.models.dead_letters.find({}).sort({ key: 1 }).lean();
  expect(letters.map(({ key, kind, reason }) => [key.slice(-2), kind, reason])).toEqual([
    ['-1', 'prediction', expect.stringContaining('confidence')],
    ['-2', 'unheard of', expect.stringContaining('invalid record')],
    ['-3', 'unknown', expect.stringContaining('invalid record')],
  ]);
  expect(await database.models.tick_samples.countDocuments({})).toBe(1);
  expect(await database.models.predictions.countDocuments({})).toBe(0);
});

it('puts what MongoDB refuses alone into the dead letters: not what is said of the same game, nor of others', async () => {
  // Somebody's document that has room for a little more, until it is as large as a document may be.
  const [largest, room] = [16 * 1024 * 1024, 400];
  const empty = { feed: 'simulated', game_id: 'a', blob: '' };
  await database.models.games.collection.insertOne({
    ...empty,
    blob: 'x'.repeat(largest - room - BSON.calculateObjectSize(empty)),
  });
  const stored = await store([
    started('a'),
    progress('a', 40, 2.1),
    ended('a', 100, { patterns_detected: Array.from({ length: 20 }, (_, i) => `pattern ${i} `.repeat(2)) }),
    progress('a', 80, 2.5),
    ended('b', 100),
    prediction('b', 10),
  ]);
  expect(stored).toMatchObject({ deadLetters: 1, reasons: [expect.stringMatching(/large/)] });
  expect(await database.models.dead_letters.find({}).lean()).toMatchObject([{ kind: 'game_ended' }]);
  expect(await gameOf('a')).toMatchObject({ last_tick: 80, peak_price: 2.5 });
  expect(await gameOf('b')).toMatchObject({ status: 'ended', end_tick: 100 });
  expect(await database.models.predictions.findOne({}).lean()).toMatchObject({ actual_end_tick: 100 });
});

it('keeps games of different feeds apart', async () => {
  await store([
    started('a'),
    { ...(started('a') as object), feed: 'rugs' },
    prediction('a', 0),
    ended('a', 50),
  ]);
  expect(await database.models.games.countDocuments({ game_id: 'a' })).toBe(2);
  expect(await database.models.games.findOne({ feed: 'rugs' }).lean()).toMatchObject({ status: 'running' });
});

const isOver = (record: unknown) =>
  ['game_ended', 'game_revealed'].includes((record as { kind: string }).kind);
it.each([
  ['a whole game in one batch', [wholeGame]],
  [
    'a game whose end comes after its forecasts',
    [wholeGame.filter((record) => !isOver(record)), wholeGame.filter(isOver)],
  ],
  [
    'a game whose end comes before its forecasts',
    [wholeGame.filter(isOver), wholeGame.filter((record) => !isOver(record))],
  ],
])(
  'stops before any write that is not allowed, and a repetition leaves nothing half done: %s',
  async (_, batches) => {
    const empty = async () => {
      for (const model of Object.values(database.models)) await model.collection.deleteMany({});
    };
    for (const batch of batches) await store(batch);
    const whole = await contents();
    let stops = 0;
    for (let done = false; !done; stops++) {
      await empty();
      for (const batch of batches.slice(0, -1)) await store(batch);
      let allowed = stops;
      const gate = async () => {
        if (allowed-- <= 0) throw new Error('switched off');
      };
      const last = batchOf(batches.at(-1)!);
      done = await storeBatch(database, last, gate).then(
        () => true,
        (error: Error) => {
          expect(error.message).toBe('switched off');
          return false;
        },
      );
      await storeBatch(database, last, always);
      expect(await contents()).toEqual(whole);
    }
    expect(stops).toBeGreaterThan(4);
  },
);

describe('two ingests that recorded the same game', () => {
  const A = '00000000-0000-4000-8000-00000000000a';
  const B = '00000000-0000-4000-8000-00000000000b';
  const scoresOf = (n: number) => ({
    ...{ ticks: n, brier: n, log_loss: n, baseline_brier: n, baseline_log_loss: n, covered: n },
    model_version: 'mixture-1',
  });
  /** What each of the two sends of a game, in batches; their side bets overlap. */
  const batchesOf = (id: string) => [
    [started(id), prediction(id, 0, { ingest_id: A }), sideBet(id, 20, { ingest_id: A })],
    [prediction(id, 0, { ingest_id: B }), sideBet(id, 25, { ingest_id: B }), tickSample(id, 10)],
    [ended(id, 100, { ingest_id: B, scores: scoresOf(50), side_bets_placed: 2 })],
    [ended(id, 100, { ingest_id: A, scores: scoresOf(100) }), tickSample(id, 10)],
  ];
  interface Forecast {
    ingest_id: string;
    void?: boolean;
    counted?: boolean;
    actual_outcome?: string;
  }

  async function storeInOrder(id: string, order: readonly number[]): Promise<void> {
    const [first, second, ...rest] = order.map((i) => batchesOf(id)[i]!);
    await Promise.all([store(first!), store(second!)]);
    for (const batch of rest) await store(batch);
  }

  it('has the outcomes of one of them, in every order of arrival, two batches side by side', async () => {
    const games = permutations([0, 1, 2, 3]).map((order) => ({ id: `game-${order.join('')}`, order }));
    await Promise.all(games.map(({ id, order }) => storeInOrder(id, order)));
    for (const { id } of games) {
      const game = (await gameOf(id))!;
      const owner = game.forecast_owner!;
      expect([A, B]).toContain(owner);
      // Figures of the other one's forecasts are not the game's.
      expect(game).toMatchObject({ end_tick: 100, scores: { ticks: owner === A ? 100 : 50 } });
      for (const name of ['predictions', 'side_bets'] as const) {
        const forecasts = await (database.models[name] as typeof database.models.predictions)
          .find({ game_id: id })
          .lean<Forecast[]>();
        expect(forecasts).toHaveLength(2);
        for (const { ingest_id, counted, void: isVoid, actual_outcome } of forecasts) {
          const mine = ingest_id === owner;
          expect({ isVoid, counted }).toEqual({ isVoid: !mine, counted: mine ? undefined : false });
          if (name === 'side_bets') expect(actual_outcome).toBe(mine ? 'LOST' : 'VOID');
        }
      }
    }
  });

  it('keeps the other one’s forecasts of an abandoned game unscored when its end comes after all', async () => {
    await store([prediction('a', 0, { ingest_id: A }), prediction('a', 10, { ingest_id: B })]);
    await store([abandoned('a', 20)]);
    await store([ended('a', 100, { ingest_id: B })]);
    const stored = await database.models.predictions.find({}).sort({ predicted_at_tick: 1 }).lean();
    expect(stored[0]).toMatchObject({ resolved: true, void: false, actual_end_tick: 100 });
    expect(stored[1]).toMatchObject({ resolved: true, void: true, counted: false, actual_end_tick: null });
  });
});

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((item, i) =>
    permutations([...list.slice(0, i), ...list.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}
