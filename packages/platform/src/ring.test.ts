import fc from 'fast-check';
import { Ring } from './ring.ts';

/** What a ring must behave like: a list that is cut from the front. */
class Model {
  items: number[] = [];
  size: number;
  constructor(size: number) {
    this.size = size;
  }
  cut(): number {
    const excess = Math.max(0, this.items.length - this.size);
    this.items = this.items.slice(excess);
    return excess;
  }
}

it('holds the newest items whatever is pushed, resized and drained', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('push' as const), value: fc.integer() }),
    fc.record({ do: fc.constant('resize' as const), value: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ do: fc.constant('drain' as const), value: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 80 }), (size, steps) => {
      const ring = new Ring<number>(size);
      const model = new Model(size);
      for (const { do: what, value } of steps) {
        if (what === 'push') {
          model.items.push(value);
          expect(ring.push(value)).toBe(model.cut());
        } else if (what === 'resize') {
          model.size = value;
          expect(ring.resize(value)).toBe(model.cut());
        } else {
          expect(ring.drain()).toEqual(model.items);
          model.items = [];
        }
        expect(ring.newest()).toEqual(model.items);
        expect(ring.newest(3)).toEqual(model.items.slice(-3));
        expect(ring.length).toBe(model.items.length);
      }
    }),
  );
});

it('takes no longer for a push when it is large', () => {
  const pushes = (size: number): number => {
    const ring = new Ring<number>(size);
    for (let i = 0; i < size; i++) ring.push(i);
    const begin = performance.now();
    for (let i = 0; i < 200_000; i++) ring.push(i);
    return performance.now() - begin;
  };
  pushes(1000);
  // A list that is cut from the front takes hundreds of times as long at this size.
  expect(pushes(1_000_000)).toBeLessThan(20 * pushes(1000) + 50);
});
