import { append, backfill, end, needsBackfill, NO_PATH, type PricePath } from './price-path.ts';

const ticks = (path: PricePath) => path.points.map(({ tick }) => tick);
const seen = (from: PricePath, ...all: number[]) =>
  all.reduce((path, tick) => append(path, 'a', { tick, price: 1 + tick / 100 }), from);
const fetched = (...all: number[]) => all.map((tick) => ({ tick, price: 1 + tick / 100 }));

describe('the price path', () => {
  it('takes each tick once and in order', () => {
    expect(ticks(seen(NO_PATH, 0, 1, 1, 2, 1, 3))).toEqual([0, 1, 2, 3]);
  });

  it('begins anew with a new game', () => {
    const next = append(seen(NO_PATH, 0, 1, 2), 'b', { tick: 0, price: 1 });
    expect(next).toEqual({ gameId: 'b', points: [{ tick: 0, price: 1 }], ticks: 1, missing: 0 });
  });

  it('asks for what is missing after joining late or a skip, once', () => {
    const whole = seen(NO_PATH, 0, 1);
    expect(needsBackfill(whole)).toBe(false);
    const joined = seen(NO_PATH, 100);
    expect(needsBackfill(joined)).toBe(true);
    const filled = backfill(joined, 'a', fetched(98, 99));
    expect(ticks(filled)).toEqual([98, 99, 100]);
    expect(needsBackfill(filled)).toBe(false);
    expect(needsBackfill(seen(filled, 101))).toBe(false);
    expect(needsBackfill(seen(filled, 103))).toBe(true);
  });

  it('keeps the ticks that came while it was being filled', () => {
    expect(ticks(backfill(seen(NO_PATH, 3, 4), 'a', fetched(0, 1, 2, 3)))).toEqual([0, 1, 2, 3, 4]);
  });

  it('does not mix the prices of two games', () => {
    const path = seen(NO_PATH, 5);
    expect(backfill(path, 'b', fetched(0, 1))).toBe(path);
  });

  it('asks for the path of a game that had ended before the page was opened', () => {
    const path = end(NO_PATH, 'a', 3);
    expect(needsBackfill(path)).toBe(true);
    expect(needsBackfill(backfill(path, 'a', fetched(0, 1, 2)))).toBe(false);
    expect(needsBackfill(end(seen(NO_PATH, 0, 1, 2), 'a', 3))).toBe(false);
  });
});
