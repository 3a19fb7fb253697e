import Sequencer from '@jest/test-sequencer';

/**
 * The files that take longest, longest first: one that began last would end long after all the others. On a fresh clone jest knows no
 * times, and the shortest file may start the longest run.
 */
const LONGEST = [
  'tests/browser/page',
  'tests/contract/redis-topologies',
  'tests/chaos/short',
  'tests/e2e/cli/up',
  'tests/e2e/switch-flips',
  'tests/browser/states',
  'tests/e2e/guide',
  'tests/e2e/operations/operations',
  'tests/e2e/gateway/api',
  'tests/e2e/ha-ingest',
  'tests/e2e/deadletter',
  'tests/e2e/full-outbox',
  'tests/e2e/outage',
  'packages/feed-simulator/src/replay',
];

/** Of a file's place among the longest; after them the other tests with processes of their own, then the rest. */
function rank({ path }) {
  const place = LONGEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
  if (place >= 0) return place;
  return path.includes('/tests/e2e/') ? LONGEST.length : LONGEST.length + 1;
}

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}
