import type { Bucket } from '../../api/performance.ts';
import { bucketWords, emptyRuns } from './strips.ts';

const bucket = (games: number): Bucket => ({
  start: '2025-11-24T13:00:00.000Z',
  games,
  within_1_window: null,
  within_2_windows: games > 0 ? 0.48 : null,
  within_3_windows: null,
  median_e40: games > 0 ? -0.25 : null,
  coverage: games > 0 ? 0.861 : null,
  brier: null,
  log_loss: null,
  baseline_brier: null,
  baseline_log_loss: null,
  brier_skill: null,
  log_loss_skill: null,
  bets: 0,
  bets_won: 0,
  roi: null,
});

it('empty hours are found as stretches', () => {
  expect(emptyRuns([0, 3, 0, 0, 5, 0].map(bucket))).toEqual([
    { from: 0, to: 1 },
    { from: 2, to: 4 },
    { from: 5, to: 6 },
  ]);
});

it('an hour in one line; what is not known is left out, never zero', () => {
  expect(bucketWords(bucket(59), '13:00')).toBe('13:00: 59 games, inside 86.1%, within 2 48.0%, E40 −0.3');
  expect(bucketWords(bucket(0), '13:00')).toBe('13:00: no games');
});
