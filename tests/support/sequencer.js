import Sequencer from '@jest/test-sequencer';

/**
 * Begin at once, beside each other: the one keeps the processors busy for minutes, the other waits most of the time. By the size of
 * the file, as jest sorts in a fresh clone, the first would come last and run alone.
 */
const FIRST = ['tests/chaos/short.test.ts', 'tests/contract/redis-topologies.test.ts'];

export default class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const place = FIRST.findIndex((file) => path.endsWith(file));
      return place < 0 ? FIRST.length : place;
    };
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
