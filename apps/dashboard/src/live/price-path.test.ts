import { PricePath } from './price-path.ts';

describe('the prices of a game', () => {
  it('grow by tick, keep what was seen first, and know their ends', () => {
    const path = new PricePath('a');
    path.add({ tick: 0, price: 1 });
    path.add({ tick: 1, price: 1.4 });
    path.add({ tick: 2, price: 0.7 });
    path.add({ tick: 1, price: 9 });
    expect(path.prices).toEqual([1, 1.4, 0.7]);
    expect(path).toMatchObject({ head: { tick: 2, price: 0.7 }, peak: { tick: 1, price: 1.4 }, low: 0.7 });
    expect(path.needsBackfill).toBe(false);
  });

  it('show the ticks that were skipped, until they are filled in', () => {
    const path = new PricePath('a');
    path.add({ tick: 3, price: 2 });
    expect(path.needsBackfill).toBe(true);
    path.backfill([
      { tick: 0, price: 1 },
      { tick: 1, price: 1.1 },
      { tick: 2, price: 1.2 },
    ]);
    expect(path.prices).toEqual([1, 1.1, 1.2, 2]);
    expect(path.needsBackfill).toBe(false);
  });

  it('are asked for once, also when some are not to be had; a new gap is a new question', () => {
    const path = new PricePath('a');
    path.add({ tick: 5, price: 2 });
    path.backfill([{ tick: 4, price: 1.9 }]);
    expect(path).toMatchObject({ missing: 4, needsBackfill: false });
    path.add({ tick: 9, price: 2.2 });
    expect(path.needsBackfill).toBe(true);
  });

  it('reach to the end without a price there: nobody could sell at the rug', () => {
    const path = new PricePath('a');
    path.add({ tick: 0, price: 1 });
    path.reach(3);
    expect(path.prices).toEqual([1, null, null]);
    expect(path.head).toEqual({ tick: 0, price: 1 });
  });
});
