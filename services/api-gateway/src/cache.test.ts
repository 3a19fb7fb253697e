import { ShortCache } from './cache.ts';

it('makes an answer once for all who ask meanwhile, and again when it is too old', async () => {
  let now = 0;
  let made = 0;
  const cache = new ShortCache<number>(10, () => now);
  const ask = () => cache.get('a', 100, () => Promise.resolve(++made)).value;
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  now = 99;
  expect(await ask()).toBe(1);
  now = 100;
  expect(await ask()).toBe(2);
});

it('keeps ten times as long as it took to make, if that is what is asked, and makes it once meanwhile', async () => {
  let now = 0;
  let made = 0;
  let finish = (): void => undefined;
  const cache = new ShortCache<number>(10, () => now);
  const making = () => new Promise<number>((resolve) => (finish = () => resolve(++made)));
  const ask = () => cache.get('a', (tookMs) => Math.min(10 * tookMs, 1000), making).value;

  const first = ask();
  now = 20;
  const second = ask();
  finish();
  expect(await Promise.all([first, second])).toEqual([1, 1]);
  now = 199;
  expect(await ask()).toBe(1);
  now = 200;
  const third = ask();
  finish();
  expect(await third).toBe(2);

  // What does not end is tried again, as late as anything.
  void ask();
  now = 1199;
  void ask();
  const untilThen = finish;
  now = 1200;
  void ask();
  expect(finish).not.toBe(untilThen);
});

it('keeps no failure', async () => {
  const cache = new ShortCache<string>(10, () => 0);
  await expect(cache.get('a', 100, () => Promise.reject(new Error('away'))).value).rejects.toThrow('away');
  expect(await cache.get('a', 100, () => Promise.resolve('there')).value).toBe('there');
});

it('holds no more than it may', async () => {
  const cache = new ShortCache<number>(2, () => 0);
  const ask = (key: string, value: number) => cache.get(key, 100, () => Promise.resolve(value)).value;
  await Promise.all([ask('a', 1), ask('b', 2), ask('c', 3)]);
  expect(await ask('a', 4)).toBe(4);
  expect(await ask('c', 5)).toBe(3);
});
