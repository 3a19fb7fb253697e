import { count, decimal, price } from '../format/numbers.ts';

/** Where a game differs from its seed, as the check or the gateway tells it. */
interface Difference {
  what: string;
  tick?: number | null | undefined;
  expected: unknown;
  seen: unknown;
}

/** "the first differing tick is 118 (seen 2.31×, replayed 2.28×)" */
export function differenceWords({ what, tick, expected, seen }: Difference): string {
  switch (what) {
    case 'server_seed_hash':
    case 'committed_hash':
      return 'the seed does not belong to this hash';
    case 'end_tick':
      return `it ended at tick ${word(seen, count)}, the seed says ${word(expected, count)}`;
    case 'peak_price':
      return `its peak was ${word(seen, exact)}, the seed says ${word(expected, exact)}`;
    default:
      return expected === null
        ? `it was still running at tick ${tick}, where the seed has ended it`
        : `the first differing tick is ${tick} (seen ${word(seen, exact)}, replayed ${word(expected, exact)})`;
  }
}

const word = (value: unknown, say: (value: number) => string): string =>
  typeof value === 'number' ? say(value) : 'something else';

/** Enough digits to see a small difference. */
const exact = (value: number): string =>
  Math.abs(value * 100 - Math.round(value * 100)) < 1e-9 ? price(value) : `${decimal(value, 6)}×`;
