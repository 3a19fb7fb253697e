import type { FairnessReport } from '../../api/fairness.ts';
import { evidenceScene } from './evidence-scene.ts';

const report = (over: Partial<FairnessReport> = {}): FairnessReport => ({
  games: { verified: 100, mismatch: 0, unverifiable: 0, waiting: 0 },
  first_game_at: '2025-11-24T13:00:00.000Z',
  log_e: 0,
  max_e_value: 1,
  max_at: null,
  warm_up_games: 50,
  games_counted: 100,
  series: [0, Math.log(1.4), Math.log(0.5)].map((log_e, i) => ({
    game_id: String(i),
    at: '2025-11-24T13:00:00.000Z',
    log_e,
  })),
  exceptions: [],
  ...over,
});

it('puts a thinned series over all counted games, after the warm-up', () => {
  const scene = evidenceScene(report());
  expect(scene.points.map(({ game }) => game)).toEqual([51, 100.5, 150]);
  expect(scene.highest?.value).toBeCloseTo(1.4);
  expect(scene.last?.value).toBeCloseTo(0.5);
});

it('shows a highest value that thinning has left out', () => {
  expect(evidenceScene(report({ max_e_value: 3 })).highest?.value).toBe(3);
});

it('grows by whole decades', () => {
  expect(evidenceScene(report())).toMatchObject({ low: 0.1, high: 100 });
  const loud = report({
    max_e_value: 2345,
    series: [{ game_id: 'a', at: '2025-11-24T13:00:00.000Z', log_e: Math.log(0.002) }],
  });
  expect(evidenceScene(loud)).toMatchObject({ low: expect.closeTo(0.001), high: 10_000 });
});

it('is empty before a game counts', () => {
  expect(evidenceScene(report({ series: [], games_counted: 0, max_e_value: 1 }))).toMatchObject({
    points: [],
    last: null,
    highest: null,
  });
});
