import { cpSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { OutboxRecord } from './expendable.ts';
import { OutboxStore } from './store.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'ted-outbox-'));
const json = (n: number, kind: OutboxRecord['kind'] = 'game_ended'): OutboxRecord => ({
  kind,
  json: JSON.stringify({ n, created_at: 1000 + n, text: 'x'.repeat(300) }),
});
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

async function opened(path: string): Promise<OutboxStore> {
  const store = new OutboxStore(path);
  await store.initialise();
  return store;
}
const valuesOf = (store: OutboxStore, first: number, last: number) =>
  store.read({ outboxId: store.id, first, last }).map(({ record }) => (record as { n: number }).n);

it('cuts batches whose boundaries stay, and gives their records back', async () => {
  const store = await opened(folder());
  await store.append(range(5).map((n) => json(n)));
  await store.cut(2);
  await store.append([json(5)]);
  await store.cut(10);
  expect(store.oldest(10).map(({ first, last }) => [first, last])).toEqual([
    [0, 1],
    [2, 3],
    [4, 4],
    [5, 5],
  ]);
  expect(valuesOf(store, 2, 3)).toEqual([2, 3]);
  await store.complete([store.oldest(10)[1]!]);
  expect(store.oldest(10).map(({ first }) => first)).toEqual([0, 4, 5]);
  expect(store.count).toBe(4);
  await store.close();
});

it('cuts only full batches when asked to, and the rest later', async () => {
  const store = await opened(folder());
  await store.append(range(5).map((n) => json(n)));
  await store.cut(2, true);
  expect(store.oldest(10).map(({ first, last }) => [first, last])).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(store.uncut).toBe(1);
  await store.cut(2, true);
  expect(store.oldest(10)).toHaveLength(2);
  await store.cut(2);
  expect(store.oldest(10)[2]).toMatchObject({ first: 4, last: 4 });
  await store.close();
});

it('goes on where it stopped: same id, same batches, numbers never used twice', async () => {
  const path = folder();
  const before = await opened(path);
  await before.append(range(3).map((n) => json(n)));
  await before.cut(2);
  await before.append([json(3)]);
  await before.complete(before.oldest(1));
  const { id } = before;
  await before.close();

  const after = await opened(path);
  expect(after.id).toBe(id);
  expect(after.count).toBe(2);
  // What was in no batch yet is cut at the start: the next numbers are far away.
  expect(after.uncut).toBe(0);
  expect(after.oldest(9).map(({ first, last }) => [first, last])).toEqual([
    [2, 2],
    [3, 3],
  ]);
  await after.complete(after.oldest(9));
  await after.close();

  const empty = await opened(path);
  await empty.append([json(4)]);
  await empty.cut(100);
  expect(empty.oldest(9)[0]!.first).toBeGreaterThan(4);
  expect(empty.oldest(9)).toHaveLength(1);
  expect(empty.count).toBe(1);
  await empty.close();
});

it('does not use a number again in a copy that is put back: Redis may hold its finished job', async () => {
  const path = folder();
  const file = join(path, 'outbox.lmdb');
  const store = await opened(path);
  await store.append([json(0)]);
  await store.close();
  cpSync(file, `${file}.copy`);

  const used = new Set<number>();
  for (const round of range(3)) {
    // The second and third are the copy's lives.
    if (round > 0) cpSync(`${file}.copy`, file);
    const life = await opened(path);
    await life.append(range(5).map((n) => json(n)));
    await life.cut(2);
    for (const { first, last } of life.oldest(99)) {
      if (last === 0) continue; // that one is in the copy
      for (let seq = first; seq <= last; seq++) {
        expect(used).not.toContain(seq);
        used.add(seq);
      }
    }
    expect(life.count).toBe(6);
    await life.close();
  }
  expect(used.size).toBe(15);
});

it('cuts no batch over the numbers that were left out, also if it was killed before it cut', async () => {
  const path = folder();
  const first = await opened(path);
  await first.append(range(3).map((n) => json(n)));
  await first.close();
  for (const life of range(3)) {
    const store = await opened(path);
    await store.append(range(2).map((n) => json(n)));
    expect(store.uncut).toBe(2);
    expect(store.count).toBe(3 + 2 * (life + 1));
    await store.close(); // with two records in no batch
  }
  const last = await opened(path);
  await last.cut(10);
  const batches = last.oldest(99);
  expect(batches.map(({ first: from, last: to }) => to - from + 1)).toEqual([3, 2, 2, 2]);
  expect(batches.flatMap((batch) => last.read(batch))).toHaveLength(9);
  await last.close();
});

it('splits a bad batch into single records and condemns the one that fails alone', async () => {
  const store = await opened(folder());
  await store.append(range(3).map((n) => json(n)));
  await store.cut(10);
  await store.noteFailure(store.oldest(1)[0]!);
  expect(store.oldest(1)[0]!.failures).toBe(1);
  await store.split(store.oldest(1)[0]!);
  expect(store.oldest(9).map(({ first, last, failures }) => [first, last, failures])).toEqual([
    [0, 0, 0],
    [1, 1, 0],
    [2, 2, 0],
  ]);
  await store.condemn(store.oldest(1)[0]!, 'failed 3 times alone');
  expect(store.oldest(1)[0]!.deadLetter).toBe('failed 3 times alone');
  expect(store.oldestCreatedAt()).toBe(1000);
  await store.close();
});

it('gives the records of a batch back in their order, whatever their kinds', async () => {
  const store = await opened(folder());
  await store.append([
    json(0),
    json(1, 'tick_sample'),
    json(2, 'prediction'),
    json(3, 'tick_sample'),
    json(4),
  ]);
  await store.cut(10);
  expect(valuesOf(store, 0, 4)).toEqual([0, 1, 2, 3, 4]);
  expect(await store.complete(store.oldest(1))).toBe(5);
  expect(store.count).toBe(0);
  await store.close();
});

describe('when it is full', () => {
  const kinds = ['game_ended', 'tick_sample', 'prediction', 'side_bet'] as const;
  /** 4,000 records, the kinds in turn. */
  async function filled(path: string): Promise<OutboxStore> {
    const store = await opened(path);
    for (const hundred of range(40))
      await store.append(range(100).map((i) => json(hundred * 100 + i, kinds[i % 4])));
    await store.cut(100);
    return store;
  }
  const left = (store: OutboxStore) =>
    store.oldest(99).flatMap((batch) => store.read(batch).map(({ seq }) => seq));

  it('gives up the oldest tick samples first, and counts them', async () => {
    const store = await filled(folder());
    const { bytes } = store;
    expect(bytes).toBeGreaterThan(4000 * 330);
    await store.makeRoom(bytes * 0.9);
    expect(store.bytes).toBeLessThanOrEqual(bytes * 0.9);
    const { dropped } = store;
    expect(dropped.prediction).toBe(0);
    expect(dropped.tick_sample).toBeGreaterThan(0);
    expect(store.count).toBe(4000 - dropped.tick_sample);
    const oldest = range(4000).filter((n) => n % 4 === 1);
    expect(left(store)).toEqual(range(4000).filter((n) => !oldest.slice(0, dropped.tick_sample).includes(n)));
    await store.close();
  });

  it('then predictions, never games and bets, and remembers how many after a restart', async () => {
    const path = folder();
    const store = await filled(path);
    await store.makeRoom(1);
    expect(store.dropped).toEqual({ tick_sample: 1000, prediction: 1000 });
    expect(left(store)).toEqual(range(4000).filter((n) => n % 4 === 0 || n % 4 === 3));
    await store.close();
    const again = await opened(path);
    expect(again.dropped).toEqual({ tick_sample: 1000, prediction: 1000 });
    expect(again.count).toBe(2000);
    await again.close();
  });

  it('does not grow on disk beyond what it ever used, however much goes through it', async () => {
    const path = folder();
    const store = await opened(path);
    const size = () => statSync(join(path, 'outbox.lmdb')).size;
    let largest = 0;
    for (const round of range(60)) {
      await store.append(range(200).map((i) => json(i, 'tick_sample')));
      if (store.bytes > 1_000_000) await store.makeRoom(1_000_000);
      if (round === 30) largest = size();
    }
    expect(store.dropped.tick_sample).toBeGreaterThan(5000);
    expect(size()).toBeLessThan(1.3 * largest);
    await store.close();
  });
});

it("keeps each feed's checkpoint in the transaction of its records", async () => {
  const path = folder();
  const store = await opened(path);
  expect(store.checkpoint('rugs')).toBeNull();
  await store.append([json(0)], new Map([['rugs', 'after game 1'], ['demo', 'of another feed']])); // prettier-ignore
  await store.append([json(1)]);
  await store.append([], new Map([['rugs', 'after game 2']]));
  await store.close();
  const again = await opened(path);
  expect(['rugs', 'demo', 'new'].map((feed) => again.checkpoint(feed))).toEqual([
    'after game 2',
    'of another feed',
    null,
  ]);
  expect(again.count).toBe(2);
  await again.close();
});

it('opens an outbox of the first format and delivers what lies in it', async () => {
  const path = folder();
  // As the first format wrote it: everything in `records`.
  const root = open({
    path: join(path, 'outbox.lmdb'),
    maxDbs: 4,
    noSubdir: true,
    keyEncoding: 'ordered-binary',
  });
  const meta = root.openDB<unknown, string>({ name: 'meta', encoding: 'json' });
  const records = root.openDB<string, number>({
    name: 'records',
    encoding: 'string',
    keyEncoding: 'ordered-binary',
  });
  root.openDB({ name: 'batches', encoding: 'json', keyEncoding: 'ordered-binary' });
  await root.transaction(() => {
    meta.putSync('format', 1);
    meta.putSync('id', '00000000-0000-4000-8000-000000000009');
    for (const n of range(3)) records.putSync(n, json(n).json);
    meta.putSync('lastUsed', 2);
  });
  await root.flushed;
  await root.close();

  const store = await opened(path);
  expect(store.id).toBe('00000000-0000-4000-8000-000000000009');
  await store.append([json(3, 'tick_sample')]);
  await store.cut(10);
  const values = store.oldest(9).flatMap(({ first, last }) => valuesOf(store, first, last));
  expect(values).toEqual([0, 1, 2, 3]);
  await store.close();
});
