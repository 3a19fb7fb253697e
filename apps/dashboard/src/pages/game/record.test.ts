import { playGame, serverSeedHash } from '@ted/fairness';
import type { GameDetail } from '../../api/game.ts';
import type { StoredPrediction } from '../../api/stored-forecasts.ts';
import { pastScene, priceAt, recordOf, saidAt } from './record.ts';

const ID = '20251207-0123456789abcdef';
const played = playGame('seed', ID, 'v3');

const prediction = (tick: number): StoredPrediction => ({
  game_id: ID,
  predicted_at_tick: tick,
  predicted_end_tick: tick + 139,
  quantiles: { q10: tick + 22, q90: tick + 460 },
  uncertainty_bounds: { lower: tick + 1, upper: tick + 320 },
  p_rug_40: 0.187,
  most_weight: { name: 'published', weight: 0.58 },
  last_before_end: false,
  created_at: '2025-12-07T12:00:00.000Z',
  e40: null,
  in_interval: null,
  rugged_within_40: null,
  brier: null,
});

const game = (over: Partial<GameDetail> = {}): GameDetail => ({
  game_id: ID,
  feed: 'simulated',
  started_at: '2025-12-07T12:00:00.000Z',
  ended_at: '2025-12-07T12:01:00.000Z',
  start_tick: 0,
  end_tick: played.endTick,
  peak_price: played.peakPrice,
  final_price: 0.01,
  missed_ticks: 0,
  forecast: null,
  verdict: 'verified',
  first_difference_tick: null,
  scores: null,
  path: [0, 5, 10].map((tick) => ({ tick, price: 1 + tick / 10 })),
  predictions: [prediction(0), prediction(20)],
  side_bets: [],
  server_seed: 'seed',
  server_seed_hash: serverSeedHash('seed'),
  version: 'v3',
  older_game: null,
  newer_game: null,
  ...over,
});

describe('a game that is played back', () => {
  it('has every price of its seed when it is verified', () => {
    const record = recordOf(game());
    expect(record).toMatchObject({ source: 'seed', endTick: played.endTick });
    expect(record.prices).toEqual(played.prices);
    expect(record.peak).toEqual({ tick: played.peakTick, price: played.peakPrice });
  });

  it('has its samples when it is not, with a hole where nobody listened', () => {
    const path = [0, 5, 40, 45].map((tick) => ({ tick, price: 1 + tick / 10 }));
    const record = recordOf(game({ verdict: 'unverifiable', path, end_tick: 50 }));
    expect(record.source).toBe('samples');
    expect(record.ticks).toEqual([0, 5, 6, 40, 45]);
    expect(record.prices).toEqual([1, 1.5, null, 5, 5.5]);
    expect(priceAt(record, 30)).toEqual({ tick: 30, price: 1.5 });
  });

  it('is never taken from a seed that does not give its end', () => {
    expect(recordOf(game({ end_tick: played.endTick + 1 })).ticks).toEqual([0, 5, 10]);
  });

  it('tells what TED had said last at a tick', () => {
    const { predictions } = game();
    expect(saidAt(predictions, 19)?.predicted_at_tick).toBe(0);
    expect(saidAt(predictions, 20)?.predicted_at_tick).toBe(20);
    expect(saidAt([prediction(41)], 40)).toBeNull();
  });

  it('shows the forecast of the moment and the true end', () => {
    const record = recordOf(game());
    const scene = pastScene(record, saidAt(record.predictions, 20), 20);
    expect(scene).toMatchObject({
      is: 'past',
      head: { tick: 20 },
      rug: { tick: played.endTick },
      forecast: { q10: 42, q50: 159, q90: 480, chance: 0.187 },
    });
  });

  it('is empty without a single price', () => {
    const record = recordOf(game({ verdict: 'waiting', path: [] }));
    expect(pastScene(record, null, 0).is).toBe('empty');
  });
});
