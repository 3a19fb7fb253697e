import { AsyncLocalStorage } from 'node:async_hooks';
import { GroupCommit } from './group-commit.ts';

/** A store whose groups end when the test says so. */
function heldStore() {
  const groups: string[][] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const store = (items: readonly string[]) => {
    groups.push([...items]);
    return new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
  };
  return { groups, ends, store };
}

/** All that can happen by itself has happened. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('stores the first at once, and together what came meanwhile, up to a group’s size', async () => {
  const { groups, ends, store } = heldStore();
  const commit = new GroupCommit(3, store);
  const added = ['a', 'b', 'c', 'd', 'e'].map((item) => commit.add(item));
  expect(groups).toEqual([['a']]);
  ends[0]!.resolve();
  await added[0];
  await turn();
  expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
  ends[1]!.resolve();
  await Promise.all(added.slice(1, 4));
  await turn();
  expect(groups).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  ends[2]!.resolve();
  await added[4];
  await turn();
  const later = commit.add('f');
  expect(groups.at(-1)).toEqual(['f']);
  ends[3]!.resolve();
  await later;
});

it('stores a group beside another only once it is full, and no more of them than it may', async () => {
  const { groups, ends, store } = heldStore();
  const commit = new GroupCommit(2, store, 2);
  const added = ['a', 'b', 'c', 'd', 'e', 'f'].map((item) => commit.add(item));
  expect(groups).toEqual([['a'], ['b', 'c']]);
  // The others wait: for a place, and the last one for company while another group is being stored.
  ends[0]!.resolve();
  await added[0];
  await turn();
  expect(groups.slice(2)).toEqual([['d', 'e']]);
  ends[2]!.resolve();
  await added[4];
  await turn();
  expect(groups.slice(3)).toEqual([]);
  ends[1]!.resolve();
  await added[2];
  await turn();
  expect(groups.slice(3)).toEqual([['f']]);
  ends[3]!.resolve();
  await Promise.all(added);
});

it('stores each alone if they cannot be stored together, and only the one at fault fails', async () => {
  const tried: string[] = [];
  const commit = new GroupCommit<string>(4, async (items) => {
    tried.push(items.join(''));
    await Promise.resolve();
    if (items.includes('bad')) throw new Error('of bad');
  });
  const outcomes = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((item) => commit.add(item)));
  expect(tried).toEqual(['a', 'bbadc', 'b', 'bad', 'c']);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect((outcomes[2] as PromiseRejectedResult).reason).toEqual(new Error('of bad'));
});

it('runs a group in nobody’s context', async () => {
  const whose = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const commit = new GroupCommit<string>(4, async () => {
    await Promise.resolve();
    seen.push(whose.getStore());
  });
  await Promise.all(['a', 'b', 'c'].map((item) => whose.run(item, () => commit.add(item))));
  expect(seen).toEqual([undefined, undefined]);
});
