import { REPORT_STALE_MS, type WorkerReport } from '@ted/messaging';
import { Freshness } from './freshness.ts';

const report = (at: number): WorkerReport => ({ id: 'w1', at }) as WorkerReport;
const HOUR = 3_600_000;

it('counts a replica as alive while its report changes, whatever any clock says', () => {
  const freshness = new Freshness();
  freshness.take([report(1000)], 1000, 0);
  expect(freshness.isFresh('w1', 0)).toBe(true);
  // Our clock is set an hour ahead; the replica's an hour back.
  freshness.take([report(2000)], HOUR, 1000);
  expect(freshness.isFresh('w1', 1000)).toBe(true);
  freshness.take([report(3000 - HOUR)], HOUR, 2000);
  expect(freshness.isFresh('w1', 2000 + REPORT_STALE_MS - 1)).toBe(true);
});

it('counts a silent one as gone, and one that was gone before we came', () => {
  const freshness = new Freshness();
  freshness.take([report(1000)], 1000, 0);
  freshness.take([report(1000)], 7000, REPORT_STALE_MS);
  expect(freshness.isFresh('w1', REPORT_STALE_MS)).toBe(false);

  const late = new Freshness();
  late.take([report(1000)], 1000 + REPORT_STALE_MS, 0);
  expect(late.isFresh('w1', 0)).toBe(false);
  expect(late.isFresh('w2', 0)).toBe(false);
});
