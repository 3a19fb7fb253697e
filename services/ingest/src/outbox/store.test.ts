import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutboxStore } from './store.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'ted-outbox-'));
const json = (n: number) => JSON.stringify({ n, created_at: 1000 + n });

async function opened(path: string): Promise<OutboxStore> {
  const store = new OutboxStore(path);
  await store.initialise();
  return store;
}
const valuesOf = (store: OutboxStore, first: number, last: number) =>
  store.read({ outboxId: store.id, first, last }).map(({ record }) => (record as { n: number }).n);

it('cuts batches whose boundaries stay, and gives their records back', async () => {
  const store = await opened(folder());
  await store.append([0, 1, 2, 3, 4].map(json));
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
  await store.append([0, 1, 2, 3, 4].map(json));
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
  await before.append([0, 1, 2].map(json));
  await before.cut(2);
  await before.append([json(3)]);
  await before.complete(before.oldest(1));
  const { id } = before;
  await before.close();

  const after = await opened(path);
  expect(after.id).toBe(id);
  expect(after.count).toBe(2);
  expect(after.uncut).toBe(1);
  await after.cut(100);
  expect(after.oldest(9).map(({ first, last }) => [first, last])).toEqual([
    [2, 2],
    [3, 3],
  ]);
  await after.complete(after.oldest(9));
  await after.close();

  const empty = await opened(path);
  await empty.append([json(4)]);
  await empty.cut(100);
  expect(empty.oldest(9)[0]).toMatchObject({ first: 4, last: 4 });
  await empty.close();
});

it('splits a bad batch into single records and condemns the one that fails alone', async () => {
  const store = await opened(folder());
  await store.append([0, 1, 2].map(json));
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
