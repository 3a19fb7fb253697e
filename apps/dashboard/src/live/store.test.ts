import { Store } from './store.ts';

describe('Store', () => {
  it('tells listeners of changes only, and no longer when they have left', () => {
    const store = new Store(1);
    const heard: number[] = [];
    const leave = store.subscribe(() => heard.push(store.get()));
    store.set(1);
    store.set(2);
    store.update((value) => value + 1);
    leave();
    store.set(4);
    expect(heard).toEqual([2, 3]);
  });
});
