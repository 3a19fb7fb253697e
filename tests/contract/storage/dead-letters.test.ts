import { randomUUID } from 'node:crypto';
import {
  countByKind,
  discardDeadLetter,
  discardDeadLetters,
  eachDeadLetter,
  findDeadLetter,
  keepDeadLetters,
  listDeadLetters,
  presentDeadLetters,
  readTotals,
  retryDeadLetter,
  storeBatch,
  type Database,
} from '@ted/storage';
import { dropDatabase, freshDatabase } from '../../support/database.ts';
import { batchOf, ended, prediction, started } from '../../support/records.ts';

const always = async () => undefined;
const OUTBOX = '00000000-0000-4000-8000-00000000000a';

let database: Database;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => dropDatabase(database));

/** Records that the outbox gave up: valid or not, they go to the dead letters. */
const condemn = (list: readonly unknown[], outboxId: string = randomUUID()) =>
  storeBatch(database, { ...batchOf(list, outboxId), dead_letter: { reason: 'killed its worker' } }, always);
const letter = async (key: string) => (await findDeadLetter(database, key))!;
const lettersLeft = () => database.models.dead_letters.countDocuments({});
const invalid = { ...prediction('a', 10), p_rug_40: 2 };

describe('reading', () => {
  it('goes page by page, newest first, each letter once', async () => {
    for (let i = 0; i < 7; i++) await condemn([prediction('a', i)]);
    const pages = await Promise.all([1, 2, 3].map((page) => listDeadLetters(database, { page, perPage: 3 })));
    expect(pages.map(({ total }) => total)).toEqual([7, 7, 7]);
    expect(pages.map(({ letters }) => letters.length)).toEqual([3, 3, 1]);
    const all = pages.flatMap(({ letters }) => letters);
    expect(new Set(all.map(({ key }) => key)).size).toBe(7);
    const times = all.map(({ created_at }) => Number(created_at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(all[0]).toEqual({
      key: expect.stringMatching(/-0$/),
      kind: 'prediction',
      reason: 'killed its worker',
      record: JSON.stringify(prediction('a', 6)),
      created_at: expect.any(Date),
    });
    expect(await listDeadLetters(database, { page: 4, perPage: 3 })).toEqual({ total: 7, letters: [] });
  });

  it('of letters of one moment, no page shows one twice', async () => {
    await condemn(Array.from({ length: 50 }, (_, i) => prediction('a', i)));
    await database.models.dead_letters.updateMany({}, { $set: { created_at: new Date(0) } });
    const keys = new Set<string>();
    for (let page = 1; page <= 8; page++) {
      for (const { key } of (await listDeadLetters(database, { page, perPage: 7 })).letters) keys.add(key);
    }
    expect(keys.size).toBe(50);
  });

  it('of all there are hands out each once while they vanish and new ones come, by kind too', async () => {
    await condemn(Array.from({ length: 130 }, (_, i) => prediction('a', i)));
    await condemn(Array.from({ length: 20 }, (_, i) => started(`g${i}`)));
    const set = await presentDeadLetters(database);
    expect(await countByKind(database, set)).toEqual({ game_started: 20, prediction: 130 });
    const seen: string[] = [];
    for await (const { key } of eachDeadLetter(database, set)) {
      seen.push(key);
      if (seen.length % 2 === 0) await discardDeadLetter(database, key, always);
      if (seen.length === 5) await condemn([prediction('later', 0)]);
    }
    expect(new Set(seen).size).toBe(150);
    expect(seen).toHaveLength(150);
    const games = await presentDeadLetters(database, 'game_started');
    expect(await countByKind(database, games)).toEqual({ game_started: 10 });
  });
});

describe('a retry', () => {
  it('stores a record that is good as the worker does, once, scores it, and removes its letter', async () => {
    await storeBatch(database, batchOf([started('a'), ended('a', 100)]), always);
    await condemn([prediction('a', 10)], OUTBOX);
    const kept = await letter(`${OUTBOX}-0`);
    expect(await retryDeadLetter(database, kept, always)).toEqual({ outcome: 'stored', changed: 1 });
    expect(await lettersLeft()).toBe(0);
    expect(await database.models.predictions.find({}).lean()).toMatchObject([
      { game_id: 'a', predicted_at_tick: 10, resolved: true, actual_end_tick: 100 },
    ]);
    expect(await readTotals(database)).toMatchObject({ records_saved: 1, last_save: expect.any(Date) });

    // The same letter again, as after a crash between storing and removing it.
    await condemn([prediction('a', 10)], OUTBOX);
    expect(await retryDeadLetter(database, kept, always)).toEqual({ outcome: 'stored', changed: 0 });
    expect(await database.models.predictions.countDocuments({})).toBe(1);
    expect(await lettersLeft()).toBe(0);
    expect((await readTotals(database)).records_saved).toBe(1);
  });

  it('keeps the one letter of a record that fails again, and says why', async () => {
    await storeBatch(database, batchOf([invalid], OUTBOX), always);
    const before = await letter(`${OUTBOX}-0`);
    const result = await retryDeadLetter(database, before, always);
    expect(result).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/^invalid record: p_rug_40/),
    });
    expect(await lettersLeft()).toBe(1);
    expect(await letter(`${OUTBOX}-0`)).toEqual(before);
    expect(await database.models.predictions.countDocuments({})).toBe(0);
  });

  it('cannot be of a foreign job or of a record that was cut', async () => {
    await keepDeadLetters(database, [
      { key: 'job-17', kind: 'job', reason: 'not a batch', record: { hello: 'world' } },
      { key: `${OUTBOX}-1`, kind: 'x', reason: 'too long', record: { text: 'x'.repeat(200_000) } },
    ]);
    for (const [key, reason] of [
      ['job-17', 'foreign job'],
      [`${OUTBOX}-1`, 'cut'],
    ] as const) {
      const result = await retryDeadLetter(database, await letter(key), always);
      expect(result).toMatchObject({ outcome: 'impossible', reason: expect.stringContaining(reason) });
    }
    expect(await lettersLeft()).toBe(2);
  });

  it('asks before every write, and a no at any of them keeps the letter or has stored the record', async () => {
    await storeBatch(database, batchOf([started('a'), ended('a', 100)]), always);
    await condemn([prediction('a', 10)], OUTBOX);
    const kept = await letter(`${OUTBOX}-0`);
    let nos = 0;
    for (let allowed = 0; ; allowed++) {
      let asked = 0;
      const some = async () => {
        if (asked++ === allowed) throw new Error('off');
      };
      const result = await retryDeadLetter(database, kept, some).catch((error: Error) => error.message);
      if (result !== 'off') break;
      nos++;
      expect(await lettersLeft()).toBe(1);
      // First for the game and its owner, then for the prediction itself.
      expect(await database.models.predictions.countDocuments({})).toBe(allowed < 2 ? 0 : 1);
    }
    expect(nos).toBeGreaterThanOrEqual(4);
    expect(await lettersLeft()).toBe(0);
    expect(await database.models.predictions.countDocuments({ resolved: true })).toBe(1);
  });

  it('by two at the same time stores once', async () => {
    await condemn([prediction('a', 10)], OUTBOX);
    const kept = await letter(`${OUTBOX}-0`);
    const results = await Promise.all([1, 2].map(() => retryDeadLetter(database, kept, always)));
    expect(results.map(({ outcome }) => outcome)).toEqual(['stored', 'stored']);
    expect(await database.models.predictions.countDocuments({})).toBe(1);
    expect(await lettersLeft()).toBe(0);
  });

  it('throws when MongoDB fails, and then the letter is kept', async () => {
    await condemn([prediction('a', 10)], OUTBOX);
    const kept = await letter(`${OUTBOX}-0`);
    await database.connection.close();
    await expect(retryDeadLetter(database, kept, always)).rejects.toThrow();
    await database.open();
    expect(await lettersLeft()).toBe(1);
  });
});

it('a letter that MongoDB refuses is an error, never silence', async () => {
  // No document can have an array as its _id.
  const bad = { _id: [1], key: 'job-17', kind: 'job', reason: 'not a batch', record: 1 };
  await expect(keepDeadLetters(database, [bad])).rejects.toThrow('cannot be kept');
});

describe('discarding', () => {
  it('deletes what was there when it was counted, in chunks, and nothing that came later', async () => {
    await condemn(Array.from({ length: 700 }, (_, i) => prediction('a', i)));
    await condemn([started('a')]);
    const set = await presentDeadLetters(database, 'prediction');
    await condemn([prediction('later', 0)]);
    const steps: number[] = [];
    await discardDeadLetters(database, set, always, (soFar) => steps.push(soFar));
    expect(steps).toEqual([500, 700]);
    expect(await countByKind(database, await presentDeadLetters(database))).toEqual({
      game_started: 1,
      prediction: 1,
    });
  });

  it('of none does nothing, and a no deletes nothing', async () => {
    const no = async () => Promise.reject(new Error('off'));
    await discardDeadLetters(database, await presentDeadLetters(database), no, () => undefined);
    await condemn([prediction('a', 0)], OUTBOX);
    await expect(discardDeadLetter(database, `${OUTBOX}-0`, no)).rejects.toThrow('off');
    await expect(
      discardDeadLetters(database, await presentDeadLetters(database), no, () => undefined),
    ).rejects.toThrow('off');
    expect(await lettersLeft()).toBe(1);
    expect(await discardDeadLetter(database, `${OUTBOX}-1`, always)).toBe(false);
    expect(await discardDeadLetter(database, `${OUTBOX}-0`, always)).toBe(true);
  });
});
