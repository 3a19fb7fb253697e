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

  it('tells a burst once at its start and once at its end', async () => {
    const store = new Store(0, 40);
    const heard: number[] = [];
    const last = new Promise<void>((resolve) => {
      store.subscribe(() => {
        heard.push(store.get());
        if (store.get() === 10) resolve();
      });
    });
    for (let value = 1; value <= 10; value++) store.set(value);
    expect(heard).toEqual([1]);
    await last;
    expect(heard).toEqual([1, 10]);
  });
});
